import { sql } from 'kysely';
import type { EngineContext } from '../engine/engine-context.ts';
import { endLease } from '../engine/expire-tasks.ts';
import { findLease } from './find-task.ts';

type Context = Pick<EngineContext, 'db' | 'clock' | 'wake'>;

/**
 * A worker gives a task back and may get it again later.
 * @throws {GroundTruthError} as {@link findLease}
 */
export async function releaseTask({ db, clock }: Context, taskId: string, workerId: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await findLease(transaction, taskId, workerId, clock());
    await endLease(transaction, taskId, 'released');
  });
}

/**
 * A worker refuses a task and never sees it again. When as many workers refuse an object as are asked for it,
 * it expires.
 * @throws {GroundTruthError} as {@link findLease}
 */
export async function declineTask(
  { db, clock, wake }: Context,
  taskId: string,
  workerId: string,
): Promise<void> {
  const jobKey = await db.transaction().execute(async (transaction) => {
    const now = clock();
    const task = await findLease(transaction, taskId, workerId, now);
    await endLease(transaction, taskId, 'declined');
    const job = await transaction
      .selectFrom('jobs')
      .select('workersPerObject')
      .where('jobKey', '=', task.jobKey)
      .executeTakeFirstOrThrow();
    const { declines } = await transaction
      .updateTable('objects')
      .set({ declines: sql`declines + 1` })
      .where('jobKey', '=', task.jobKey)
      .where('position', '=', task.position)
      .returning('declines')
      .executeTakeFirstOrThrow();
    if (declines >= job.workersPerObject) {
      await transaction
        .updateTable('objects')
        .set({ expiresAt: now })
        .where('jobKey', '=', task.jobKey)
        .where('position', '=', task.position)
        .execute();
    }
    return task.jobKey;
  });
  wake(jobKey);
}
