import * as z from 'zod/mini';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { readText } from './read-text.ts';

const TruthLine = z.looseObject({ 'source-ref': z.string(), answer: z.looseObject({}) });

/** Known answers, by object. The answers are checked where they are used, since only that place knows the task. */
export interface Truth {
  size: number;
  /** The answer for an object: by its whole `source-ref`, else by its file name. */
  find(sourceRef: string): unknown;
}

/**
 * Reads a truth file: JSON lines `{"source-ref": "<file name or s3 uri>", "answer": {...}}`.
 * @throws {GroundTruthError} with the file and the line
 */
export async function readTruth(file: string): Promise<Truth> {
  const byReference = new Map<string, unknown>();
  const byName = new Map<string, unknown>();
  const lines = (await readText(file)).split(/\r?\n/);
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const where = { file, line: index + 1 };
    const line = parseContract(TruthLine, parseJson(text, 'truth line', where), 'truth line', where);
    byReference.set(line['source-ref'], line.answer);
    byName.set(fileName(line['source-ref']), line.answer);
  }
  return {
    size: byReference.size,
    find: (reference) => byReference.get(reference) ?? byName.get(fileName(reference)),
  };
}

const fileName = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);
