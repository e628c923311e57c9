import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';
import type { Database } from '../database/open-database.ts';
import type { EngineContext } from '../engine/engine-context.ts';
import { expireLeases } from '../engine/expire-tasks.ts';
import { findJob, type Job } from '../engine/job.ts';
import { describeLease, type LeasedTask } from './leased-task.ts';
import { needsWorker } from './needs-worker.ts';
import { untouchedBy } from './untouched-by.ts';

type Context = Pick<EngineContext, 'db' | 'clock'>;

/**
 * Gives a worker a task of a job: the one already in hand, else the first object that still needs a worker and
 * that this one has not seen. Undefined when nothing is left.
 * @throws {GroundTruthError} `not-found` when there is no such job
 */
export async function acceptTask(
  context: Context,
  jobName: string,
  workerId: string,
): Promise<LeasedTask | undefined> {
  const { db, clock } = context;
  const job = await findJob(db, jobName);
  if (job === undefined) throw new GroundTruthError('not-found', `There is no job ${excerpt(jobName)}.`);
  if (job.status !== 'InProgress') return undefined;
  const now = clock();
  await expireLeases(db, job.jobKey, now);
  const inHand = await db
    .selectFrom('tasks')
    .select(['taskId', 'acceptedAt', 'expiresAt'])
    .where('jobKey', '=', job.jobKey)
    .where('workerId', '=', workerId)
    .where('state', '=', 'accepted')
    .executeTakeFirst();
  if (inHand !== undefined) return describeLease(job, inHand, now);
  const lease = await db.transaction().execute((transaction) => takeObject(transaction, job, workerId, now));
  return lease === undefined ? undefined : describeLease(job, lease, now);
}

async function takeObject(db: Database, job: Job, workerId: string, now: number) {
  const { jobKey, workersPerObject } = job;
  for (;;) {
    const object = await db
      .selectFrom('objects')
      .select('position')
      .where('jobKey', '=', jobKey)
      .where('state', '=', 'open')
      .where((query) => needsWorker(query, workersPerObject))
      .where('expiresAt', '>', now)
      .where((query) => untouchedBy(query, workerId))
      .orderBy('position')
      .limit(1)
      .executeTakeFirst();
    if (object === undefined) return undefined;
    // The count decides, not the look before it: two servers on one database may see the same object.
    const taken = await db
      .updateTable('objects')
      .set({ taken: sql`taken + 1` })
      .where('jobKey', '=', jobKey)
      .where('position', '=', object.position)
      .where('state', '=', 'open')
      .where((query) => needsWorker(query, workersPerObject))
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) continue;
    const lease = {
      taskId: randomUUID(),
      jobKey,
      position: object.position,
      workerId,
      state: 'accepted' as const,
      acceptedAt: now,
      expiresAt: now + job.request.HumanTaskConfig.TaskTimeLimitInSeconds * 1000,
    };
    await db.insertInto('tasks').values(lease).execute();
    return lease;
  }
}
