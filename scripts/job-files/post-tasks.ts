import type { WorkerAnswer } from '#consolidation/answered-object.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { boundingBoxTask } from '#lambdas/post/bounding-box-task.ts';
import { classificationTask } from '#lambdas/post/classification-task.ts';
import { keypointTask } from '#lambdas/post/keypoint-task.ts';
import type { PostTask } from '#lambdas/post/post-task.ts';
import { type ReadText, readAnswers } from '#lambdas/post/read-answers.ts';
import type { ConsolidationTask } from '../consolidate.ts';

/**
 * The tasks as the post-annotation Lambdas have them. A task's answers are what its own `parse` gives, so what
 * they are need not be known here.
 */
export const postTasks = {
  keypoint: keypointTask,
  'bounding-box': boundingBoxTask,
  classification: classificationTask,
} as unknown as Readonly<Record<ConsolidationTask, PostTask<unknown>>>;

/**
 * The task that some answers are of.
 * @param objects annotations of a few objects, as in a payload
 * @throws {GroundTruthError} `no-answers` when no task can read any of them
 */
export async function guessTask(
  objects: readonly (readonly unknown[])[],
  readText: ReadText,
): Promise<ConsolidationTask> {
  for (const [name, task] of Object.entries(postTasks) as [ConsolidationTask, PostTask<unknown>][]) {
    for (const annotations of objects) {
      const answers = await readAll(annotations, task, undefined, readText);
      if (answers.length > 0) return name;
    }
  }
  throw new GroundTruthError(
    'no-answers',
    'No answer is one of poses, boxes or classes; name the task with --task to see why.',
  );
}

/** The usable answers of one object. */
export async function readAll(
  annotations: readonly unknown[],
  task: PostTask<unknown>,
  answerName: string | undefined,
  readText: ReadText,
): Promise<WorkerAnswer<unknown>[]> {
  return (await readAnswers(annotations, task, { objectId: '', answerName, readText })).answers;
}
