/**
 * The cheapest one-to-one assignment of rows to columns (Hungarian method with potentials, O(n² m)).
 * Rows or columns that find no partner because the matrix is not square stay unassigned. Equal costs are
 * resolved by the order of rows and columns, so the result is deterministic.
 * @param cost row-major, finite
 * @returns the column of each row, or -1
 */
export function assignRows(cost: ArrayLike<number>, rows: number, columns: number): Int32Array {
  if (rows <= columns) return solve(rows, columns, (row, column) => cost[row * columns + column] as number);
  const rowOfColumn = solve(columns, rows, (column, row) => cost[row * columns + column] as number);
  const result = new Int32Array(rows).fill(-1);
  rowOfColumn.forEach((row, column) => {
    if (row >= 0) result[row] = column;
  });
  return result;
}

/** Needs rows <= columns. Arrays are 1-based inside: column 0 stands for "the row being placed". */
function solve(rows: number, columns: number, cost: (row: number, column: number) => number): Int32Array {
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOfColumn = new Int32Array(columns + 1);
  const previous = new Int32Array(columns + 1);

  for (let row = 1; row <= rows; row++) {
    rowOfColumn[0] = row;
    let column = 0;
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const visited = new Uint8Array(columns + 1);
    do {
      visited[column] = 1;
      const current = rowOfColumn[column] as number;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= columns; j++) {
        if (visited[j]) continue;
        const reduced =
          cost(current - 1, j - 1) - (rowPotential[current] as number) - (columnPotential[j] as number);
        if (reduced < (slack[j] as number)) {
          slack[j] = reduced;
          previous[j] = column;
        }
        if ((slack[j] as number) < delta) {
          delta = slack[j] as number;
          next = j;
        }
      }
      for (let j = 0; j <= columns; j++) {
        if (visited[j]) {
          const owner = rowOfColumn[j] as number;
          rowPotential[owner] = (rowPotential[owner] as number) + delta;
          columnPotential[j] = (columnPotential[j] as number) - delta;
        } else slack[j] = (slack[j] as number) - delta;
      }
      column = next;
    } while (rowOfColumn[column] !== 0);
    // Turn the alternating path around.
    while (column !== 0) {
      const before = previous[column] as number;
      rowOfColumn[column] = rowOfColumn[before] as number;
      column = before;
    }
  }

  const result = new Int32Array(rows).fill(-1);
  for (let j = 1; j <= columns; j++) {
    const row = rowOfColumn[j] as number;
    if (row > 0) result[row - 1] = j - 1;
  }
  return result;
}
