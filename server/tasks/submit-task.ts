import { sql } from 'kysely';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { MAX_ANSWER, TaskAnswers } from '#contracts/task-answers.ts';
import type { Flush } from '../database/shared-flush.ts';
import type { EngineContext } from '../engine/engine-context.ts';
import { findLease } from './find-task.ts';

/**
 * Accepts a worker's answer. When this returns, the answer is on the disk.
 * @param taskAnswers crowd-form's JSON array with one object
 * @returns the key of the job
 * @throws {GroundTruthError} `invalid-json`, `invalid-contract`, `limit-exceeded` for an answer that cannot be
 *   read, `conflict` for a second submit or an ended job, `expired` when the time was over
 */
export async function submitTask(
  context: Pick<EngineContext, 'db' | 'clock' | 'wake'> & { flush: Flush },
  taskId: string,
  workerId: string,
  taskAnswers: string,
): Promise<string> {
  const answer = readAnswer(taskAnswers);
  const { jobKey, complete } = await context.db.transaction().execute(async (transaction) => {
    const now = context.clock();
    const task = await findLease(transaction, taskId, workerId, now);
    const own = { jobKey: task.jobKey, position: task.position };
    const ended = await transaction
      .updateTable('tasks')
      .set({ state: 'submitted', submittedAt: now, answer })
      .where('taskId', '=', taskId)
      .where('state', '=', 'accepted')
      .executeTakeFirst();
    const counted = await transaction
      .updateTable('objects')
      .set({ answers: sql`answers + 1` })
      .where('jobKey', '=', own.jobKey)
      .where('position', '=', own.position)
      .where('state', '=', 'open')
      .returning(['answers', 'wanted'])
      .executeTakeFirst();
    const job = await transaction
      .selectFrom('jobs')
      .select(['status', 'workersPerObject'])
      .where('jobKey', '=', own.jobKey)
      .executeTakeFirstOrThrow();
    if (ended.numUpdatedRows === 0n || counted === undefined || job.status !== 'InProgress') {
      throw new GroundTruthError('conflict', 'This task takes no answer any more: the job has ended.');
    }
    const complete = counted.answers >= (counted.wanted ?? job.workersPerObject);
    if (complete) {
      await transaction
        .updateTable('objects')
        .set({ state: 'answered', answeredAt: now })
        .where('jobKey', '=', own.jobKey)
        .where('position', '=', own.position)
        .execute();
    }
    return { jobKey: own.jobKey, complete };
  });
  await context.flush();
  // Only a finished object is news for the engine.
  if (complete) context.wake(jobKey);
  return jobKey;
}

/** The one object of the array, as JSON text. */
function readAnswer(taskAnswers: string): string {
  if (taskAnswers.length > MAX_ANSWER) {
    throw new GroundTruthError(
      'limit-exceeded',
      `The answer has ${taskAnswers.length} characters of ${MAX_ANSWER}.`,
    );
  }
  const [answer] = parseContract(TaskAnswers, parseJson(taskAnswers, 'answer'), 'answer');
  return JSON.stringify(answer);
}
