import type { EngineContext } from './engine-context.ts';
import { closeWithAnswers, endLease } from './expire-tasks.ts';
import type { Job } from './job.ts';

/**
 * Ends the work on a job that is stopping: leases end, objects with answers are still merged so that no
 * accepted answer is lost, and the rest keeps its input line.
 */
export async function stopObjects({ db, clock }: EngineContext, job: Job): Promise<void> {
  const leases = await db
    .selectFrom('tasks')
    .select('taskId')
    .where('jobKey', '=', job.jobKey)
    .where('state', '=', 'accepted')
    .execute();
  for (const { taskId } of leases) {
    await db.transaction().execute((transaction) => endLease(transaction, taskId, 'expired'));
  }
  await db
    .updateTable('objects')
    .set({ state: 'stopped' })
    .where('jobKey', '=', job.jobKey)
    .where('state', 'in', ['waiting', 'open'])
    .where('answers', '=', 0)
    .execute();
  const answered = await db
    .selectFrom('objects')
    .select('position')
    .where('jobKey', '=', job.jobKey)
    .where('state', '=', 'open')
    .execute();
  for (const { position } of answered) await closeWithAnswers(db, job.jobKey, position, clock());
}
