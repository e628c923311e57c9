import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';
import type { TaskState } from '../database/schema.ts';
import type { EngineContext } from './engine-context.ts';
import { failObjects } from './fail-objects.ts';
import { EXPIRED } from './failure-reasons.ts';
import type { Job } from './job.ts';

/** Ends a lease and gives its place on the object back. False when the lease was over already. */
export async function endLease(db: Database, taskId: string, state: TaskState): Promise<boolean> {
  const ended = await db
    .updateTable('tasks')
    .set({ state })
    .where('taskId', '=', taskId)
    .where('state', '=', 'accepted')
    .returning(['jobKey', 'position'])
    .executeTakeFirst();
  if (ended === undefined) return false;
  await db
    .updateTable('objects')
    .set({ taken: sql`taken - 1` })
    .where('jobKey', '=', ended.jobKey)
    .where('position', '=', ended.position)
    .execute();
  return true;
}

/** Ends the leases of a job that are past their time. */
export async function expireLeases(db: Database, jobKey: string, now: number): Promise<void> {
  const late = await db
    .selectFrom('tasks')
    .select('taskId')
    .where('jobKey', '=', jobKey)
    .where('state', '=', 'accepted')
    .where('expiresAt', '<=', now)
    .execute();
  for (const { taskId } of late) {
    await db.transaction().execute((transaction) => endLease(transaction, taskId, 'expired'));
  }
}

/**
 * Closes the objects whose availability is over and that nobody is working on: with the answers they have, or
 * as failed when there is none.
 */
export async function expireObjects(context: EngineContext, job: Job): Promise<void> {
  const { db, clock } = context;
  const now = clock();
  const late = await db
    .selectFrom('objects')
    .select(['position', 'answers'])
    .where('jobKey', '=', job.jobKey)
    .where('state', '=', 'open')
    .where('expiresAt', '<=', now)
    // Equal when no lease is in force: a worker in the middle of a task may finish it.
    .whereRef('taken', '=', 'answers')
    .execute();
  for (const { position, answers } of late) {
    if (answers === 0) await failObjects(context, job, [position], 'open', EXPIRED);
    else await closeWithAnswers(db, job.jobKey, position, now);
  }
}

/** Takes an object from the workers; it will be merged from the answers that it has. */
export async function closeWithAnswers(
  db: Database,
  jobKey: string,
  position: number,
  now: number,
): Promise<void> {
  await db
    .updateTable('objects')
    .set({ state: 'answered', answeredAt: now })
    .where('jobKey', '=', jobKey)
    .where('position', '=', position)
    .where('state', '=', 'open')
    .execute();
}
