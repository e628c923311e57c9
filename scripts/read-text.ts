import { readFile } from 'node:fs/promises';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { readObject } from './bucket.ts';
import type { Clients } from './local-clients.ts';

/**
 * Reads UTF-8 text from a file or, given clients, from an `s3://` URI.
 * @throws {GroundTruthError} `not-found` with the place
 */
export async function readText(place: string, clients?: Clients): Promise<string> {
  if (place.startsWith('s3://') && clients) return new TextDecoder().decode(await readObject(clients, place));
  try {
    return await readFile(place, 'utf8');
  } catch (cause) {
    const isFolder = cause instanceof Error && 'code' in cause && cause.code === 'EISDIR';
    throw new GroundTruthError(
      'not-found',
      isFolder ? `Expected a file, but ${place} is a folder.` : `There is no file ${place}.`,
      { cause },
    );
  }
}
