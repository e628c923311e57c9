import { createHash, randomBytes } from 'node:crypto';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { Database } from '../database/open-database.ts';
import { type Worker, workerOfName } from './worker-identity.ts';

/** A session ends after 30 days. */
export const SESSION_SECONDS = 30 * 24 * 3600;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * Signs a worker in by name.
 * @throws {GroundTruthError} `invalid-argument` for a name that is empty, too long or not printable
 */
export async function openSession(
  db: Database,
  name: string,
  now: number,
): Promise<{ token: string; worker: Worker }> {
  const clean = name.trim().replace(/\s+/g, ' ');
  if (clean.length === 0 || clean.length > 64 || /\p{C}/u.test(clean)) {
    throw new GroundTruthError('invalid-argument', 'Please give a name of 1 to 64 printable characters.');
  }
  const worker = workerOfName(clean);
  const token = randomBytes(32).toString('hex');
  await db
    .insertInto('sessions')
    .values({ tokenHash: hashOf(token), workerId: worker.id, workerName: worker.name, createdAt: now })
    .execute();
  await db
    .deleteFrom('sessions')
    .where('createdAt', '<', now - SESSION_SECONDS * 1000)
    .execute();
  return { token, worker };
}

/** The worker of a session's token, or undefined. */
export async function findSession(
  db: Database,
  token: string | undefined,
  now: number,
): Promise<Worker | undefined> {
  if (token === undefined) return undefined;
  const row = await db
    .selectFrom('sessions')
    .select(['workerId', 'workerName'])
    .where('tokenHash', '=', hashOf(token))
    .where('createdAt', '>', now - SESSION_SECONDS * 1000)
    .executeTakeFirst();
  return row === undefined ? undefined : { id: row.workerId, name: row.workerName };
}

export async function closeSession(db: Database, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('tokenHash', '=', hashOf(token)).execute();
}
