import { extname } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt, parseJson } from '#contracts/parse.ts';
import { parseCsv } from './parse-csv.ts';
import { readText } from './read-text.ts';

/** Names of the column that says which image a row is about. */
const FILE_COLUMNS = ['file', 'filename', 'image', 'source-ref'];
/** Attributes that a manifest line has a meaning for already. */
const TAKEN = new Set(['source-ref', 'source', 'skeleton', 'labels', 'header']);

/** What is known about images, to be kept with each on its manifest line. */
export interface ImageMetadata {
  /** The attributes of an image by the end of its path, down to its bare name; undefined without a row. */
  find(path: string): Record<string, unknown> | undefined;
  rows: number;
}

/**
 * Reads metadata of images from a CSV with a column `file`, or from JSON: an object by file name, or an array of
 * objects with `file`.
 * @throws {GroundTruthError} `invalid-contract` with the row
 */
export async function readImageMetadata(file: string): Promise<ImageMetadata> {
  const text = await readText(file);
  const isCsv = extname(file).toLowerCase() === '.csv';
  const rows = rowsOf(isCsv ? parseCsv(text) : parseJson(text, 'metadata', { file }), file);
  return {
    rows: rows.size,
    find(path) {
      const parts = path.split('/');
      const ends = parts.map((_, index) => parts.slice(index).join('/'));
      return rows.get(ends.find((end) => rows.has(end)) ?? '');
    },
  };
}

function rowsOf(value: unknown, file: string): Map<string, Record<string, unknown>> {
  const fail = (reason: string, line?: number) =>
    new GroundTruthError('invalid-contract', `The metadata ${reason}`, {
      where: { file, ...(line === undefined ? {} : { line }) },
    });
  if (typeof value !== 'object' || value === null) throw fail('is neither an object nor a list.');
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((row: Record<string, unknown>, index) => {
        const column = FILE_COLUMNS.find((name) => typeof row?.[name] === 'string');
        if (column === undefined) {
          throw fail(
            `has a row without a column "file" that names its image, found ${excerpt(row)}.`,
            index + 2,
          );
        }
        const { [column]: name, ...rest } = row;
        return [String(name), rest];
      })
    : Object.entries(value);
  const rows = new Map<string, Record<string, unknown>>();
  for (const [name, row] of entries) {
    if (typeof row !== 'object' || row === null) throw fail(`of ${excerpt(name)} is no object.`);
    if (rows.has(name)) throw fail(`names ${excerpt(name)} twice.`);
    const wrong = Object.keys(row).find((key) => TAKEN.has(key) || key.startsWith('$') || key === '');
    if (wrong !== undefined)
      throw fail(`has the column ${excerpt(wrong)}, which a manifest line cannot have.`);
    rows.set(name, row as Record<string, unknown>);
  }
  return rows;
}
