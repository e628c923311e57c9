import sharp from 'sharp';
import { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import { ClassificationAnswer, MultiLabelAnswer } from '#contracts/classification-answer.ts';
import type { ImageSize } from '#contracts/geometry.ts';
import { type ErrorPlace, GroundTruthError } from '#contracts/ground-truth-error.ts';
import { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { parseContract } from '#contracts/parse.ts';
import type { Truth } from '#contracts/truth.ts';
import { guessBoxes, guessKeypoints } from './guess-truth.ts';
import { readTaskPage, type TaskPage } from './read-task-page.ts';
import {
  type SimulatedWorker,
  simulateBoundingBoxAnswer,
  simulateKeypointAnswer,
} from './simulated-answer.ts';
import { simulateChoice } from './simulated-choice.ts';
import type { PortalTask, WorkerClient } from './worker-client.ts';

export interface AnsweredTask {
  outcome: 'submitted' | 'declined' | 'rejected';
  next: PortalTask | undefined;
}

/**
 * Does one task as a person does: opens the page, looks at its image, answers what the page asks, submits. A
 * task whose image cannot be had is declined, as an honest worker would.
 */
export async function answerTask(
  session: WorkerClient,
  task: PortalTask,
  worker: SimulatedWorker,
  truth: Truth | undefined,
): Promise<AnsweredTask> {
  const page = readTaskPage(await session.page(task));
  let image: Uint8Array;
  let size: ImageSize;
  try {
    image = await session.image(page.src);
    size = await sizeOf(image);
  } catch (error) {
    if (!(error instanceof GroundTruthError && error.code === 'invalid-image')) throw error;
    await session.decline(task);
    return { outcome: 'declined', next: undefined };
  }
  const answer = answerOf(page, size, sourceOf(page.src), worker, truth);
  const submitted = await session.submit(task, { [page.name]: JSON.stringify(answer) });
  return submitted.accepted
    ? { outcome: 'submitted', next: submitted.next }
    : { outcome: 'rejected', next: undefined };
}

function answerOf(
  page: TaskPage,
  size: ImageSize,
  source: string,
  worker: SimulatedWorker,
  truth: Truth | undefined,
): KeypointAnswer | BoundingBoxAnswer | ClassificationAnswer | MultiLabelAnswer {
  const known = truth?.find(source);
  const where = { objectId: source };
  if (page.task === 'keypoint') {
    const exact =
      known === undefined
        ? guessKeypoints(page.skeleton, size)
        : parseContract(KeypointAnswer, known, 'truth', where);
    return simulateKeypointAnswer(exact, worker, source, page.skeleton);
  }
  if (page.task === 'classification')
    return simulateChoice(categoriesOf(known, page.multiple, where), worker, source, page);
  const exact =
    known === undefined
      ? guessBoxes(page.labels, size, source)
      : parseContract(BoundingBoxAnswer, known, 'truth', where);
  return simulateBoundingBoxAnswer(exact, worker, source);
}

/** The right categories of an object whose truth is known. */
function categoriesOf(known: unknown, multiple: boolean, where: ErrorPlace): string[] | undefined {
  if (known === undefined) return undefined;
  return multiple
    ? parseContract(MultiLabelAnswer, known, 'truth', where).labels
    : [parseContract(ClassificationAnswer, known, 'truth', where).label];
}

/** Size in stored pixels, before any EXIF rotation: the coordinates that answers are in. */
async function sizeOf(image: Uint8Array): Promise<ImageSize> {
  try {
    const { width, height } = await sharp(image).metadata();
    return { width, height };
  } catch (cause) {
    throw new GroundTruthError('invalid-image', 'The image of the task cannot be read.', { cause });
  }
}

/** The `s3://` URI behind a presigned path-style address. */
function sourceOf(src: string): string {
  const { pathname } = new URL(src, 'http://localhost');
  return `s3:/${decodeURIComponent(pathname)}`;
}
