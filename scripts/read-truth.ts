import { parseTruth, type Truth } from '#contracts/truth.ts';
import type { Clients } from './local-clients.ts';
import { readText } from './read-text.ts';

/**
 * Reads a truth file: JSON lines `{"source-ref": "<file name or s3 uri>", "answer": {...}}`.
 * @param place a file, or with clients an s3:// address
 * @throws {GroundTruthError} with the file and the line
 */
export async function readTruth(place: string, clients?: Clients): Promise<Truth> {
  return parseTruth(await readText(place, clients), place);
}
