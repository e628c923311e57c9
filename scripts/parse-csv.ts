/**
 * Reads comma-separated values as RFC 4180 has them: quotes around a field, two quotes for one inside. The first
 * row has the names. Rows of empty fields are left out.
 */
export function parseCsv(text: string): Record<string, string>[] {
  const rows = readRows(text.replace(/^\uFEFF/, ''));
  const [names = [], ...rest] = rows;
  return rest
    .filter((row) => row.some((field) => field !== ''))
    .map((row) => Object.fromEntries(names.map((name, index) => [name.trim(), row[index] ?? ''])));
}

function readRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field, quoted or not, and what ends it.
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    // A quote in the middle of a field: the rest is taken as it is, up to the next comma.
    if (match === null) break;
    const [, quoted, plain = '', end] = match;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push([...row, '']);
  return rows;
}
