import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignRows } from './hungarian.ts';

describe('assignment', () => {
  it('gives up the best pair when the whole is cheaper without it', () => {
    expect([...assignRows([1, 2, 1, 10], 2, 2)]).toEqual([1, 0]);
  });

  it('leaves rows over when there are too few columns', () => {
    expect([...assignRows([5, 1, 9], 3, 1)]).toEqual([-1, 0, -1]);
    expect([...assignRows([], 2, 0)]).toEqual([-1, -1]);
  });

  it('is never beaten by trying every permutation', () => {
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, columns]) =>
        fc.tuple(
          fc.constant(rows),
          fc.constant(columns),
          fc.array(fc.integer({ min: 0, max: 20 }), { minLength: rows * columns, maxLength: rows * columns }),
        ),
      );
    fc.assert(
      fc.property(matrix, ([rows, columns, cost]) => {
        const found = assignRows(cost, rows, columns);
        const used = [...found].filter((column) => column >= 0);
        expect(new Set(used).size).toBe(Math.min(rows, columns));
        expect(used.length).toBe(Math.min(rows, columns));
        const total = [...found].reduce(
          (sum, column, row) => sum + (column < 0 ? 0 : (cost[row * columns + column] ?? 0)),
          0,
        );
        expect(total).toBe(cheapest(cost, rows, columns));
      }),
    );
  });
});

function cheapest(cost: number[], rows: number, columns: number): number {
  const place = (row: number, used: number, left: number): number => {
    if (left === 0) return 0;
    if (row === rows) return Number.POSITIVE_INFINITY;
    let best = place(row + 1, used, left);
    for (let column = 0; column < columns; column++) {
      if (used & (1 << column)) continue;
      best = Math.min(
        best,
        (cost[row * columns + column] ?? 0) + place(row + 1, used | (1 << column), left - 1),
      );
    }
    return best;
  };
  return place(0, 0, Math.min(rows, columns));
}
