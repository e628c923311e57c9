import type { Selectable } from 'kysely';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';
import type { Database } from '../database/open-database.ts';
import type { TaskTable } from '../database/schema.ts';

/**
 * A worker's own task, whatever became of it.
 * @throws {GroundTruthError} `not-found` when it does not exist or is another worker's
 */
export async function findTask(
  db: Database,
  taskId: string,
  workerId: string,
): Promise<Selectable<TaskTable>> {
  const task = await db
    .selectFrom('tasks')
    .selectAll()
    .where('taskId', '=', taskId)
    .where('workerId', '=', workerId)
    .executeTakeFirst();
  if (task === undefined) {
    throw new GroundTruthError('not-found', `You have no task ${excerpt(taskId)}.`, { where: { workerId } });
  }
  return task;
}

/**
 * A worker's task that is still in force.
 * @throws {GroundTruthError} `conflict` when it was ended by the worker, `expired` when its time was over
 */
export async function findLease(
  db: Database,
  taskId: string,
  workerId: string,
  now: number,
): Promise<Selectable<TaskTable>> {
  const task = await findTask(db, taskId, workerId);
  if (task.state === 'expired' || (task.state === 'accepted' && task.expiresAt <= now)) {
    throw new GroundTruthError('expired', 'The time for this task is over. Please take the next one.');
  }
  if (task.state !== 'accepted') {
    throw new GroundTruthError('conflict', `This task was ${task.state} before.`);
  }
  return task;
}
