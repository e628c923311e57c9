import * as z from 'zod/mini';
import { parseContract, parseJson } from './parse.ts';

const TruthLine = z.looseObject({ 'source-ref': z.string(), answer: z.looseObject({}) });

/** Known answers, by object. The answers are checked where they are used, since only that place knows the task. */
export interface Truth {
  size: number;
  /** The answer for an object: by its whole `source-ref`, else by its file name. */
  find(sourceRef: string): unknown;
}

/**
 * Reads the text of a truth file: JSON lines `{"source-ref": "<file name or s3 uri>", "answer": {...}}`.
 * @param file its name, for the error
 * @throws {GroundTruthError} with the file and the line
 */
export function parseTruth(text: string, file: string): Truth {
  const byReference = new Map<string, unknown>();
  const byName = new Map<string, unknown>();
  for (const [index, one] of text.split(/\r?\n/).entries()) {
    if (one.trim() === '') continue;
    const where = { file, line: index + 1 };
    const line = parseContract(TruthLine, parseJson(one, 'truth line', where), 'truth line', where);
    byReference.set(line['source-ref'], line.answer);
    byName.set(fileName(line['source-ref']), line.answer);
  }
  return {
    size: byReference.size,
    find: (reference) => byReference.get(reference) ?? byName.get(fileName(reference)),
  };
}

const fileName = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);
