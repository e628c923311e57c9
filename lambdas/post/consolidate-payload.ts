import type { AnsweredObject } from '#consolidation/answered-object.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { creationDate, type SetAsideAnswer } from '#contracts/label-metadata.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import { messageOf } from '#contracts/message-of.ts';
import { excerpt } from '#contracts/parse.ts';
import { type ConsolidatedObject, PayloadObject } from '#contracts/post-annotation.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { fitResponse } from './fit-response.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Calibrations, PostTask, TaskBatch, TaskLabel } from './post-task.ts';
import { type ReadAnswers, type ReadText, readAnswers } from './read-answers.ts';
import { sumMatchingReliability } from './sum-matching-reliability.ts';

/** Objects whose off-loaded answers are fetched at the same time. */
const CONCURRENCY = 16;

export interface PayloadContext {
  labelAttributeName: string;
  labelingJobArn: string;
  labelCategories?: readonly string[] | undefined;
  settings: LambdaSettings;
  readText: ReadText;
  /** Milliseconds since 1970, for the labels' creation date. */
  now: number;
  /** Told of every object without a label; one line each. */
  log?: (line: string) => void;
  /** What other batches of the job have shown of its workers. */
  carried?: readonly WorkerReliability[];
  /** False to take the workers as `carried` has them; true unless given. */
  learn?: boolean;
  /** What a worker who knows everything would answer to an object, where somebody knows it. */
  truthOf?: (object: { id: string; sourceRef: string | undefined }) => unknown;
  /** How far to believe confidences; fitted to what is known of the payload's own objects unless given. */
  calibrations?: Calibrations;
  /** Told how sure and how right the labels of known objects were, once, when all were merged as a whole. */
  onScored?: (scored: Pick<TaskBatch, 'scored' | 'scoredLocations'>) => void;
  /** Told what this batch alone shows of its workers, once, when it was merged as a whole. */
  onReliability?: (state: WorkerReliability) => void;
  /** Longest response in characters; Lambda's limit unless given. */
  maxResponse?: number;
}

/** An object of the payload on its way: with answers, or with the reason why it has none. */
interface ReadObject<Answer> extends ReadAnswers<Answer> {
  datasetObjectId: string | number;
  /** Address of the object, where the payload says it. */
  sourceRef?: string | undefined;
  annotations: readonly unknown[];
  failure?: string;
}

/**
 * What a post-annotation Lambda answers to a payload: an entry for each object that has an id. An object
 * without a label is reported as Ground Truth writes its own failures, by metadata alone.
 * @throws {GroundTruthError} `invalid-contract` when the payload is no list; nothing else fails a batch
 */
export async function consolidatePayload<Answer>(
  payload: unknown,
  task: PostTask<Answer>,
  context: PayloadContext,
): Promise<ConsolidatedObject[]> {
  if (!Array.isArray(payload)) {
    throw new GroundTruthError(
      'invalid-contract',
      `The payload cannot be used: expected an array of objects, found ${excerpt(payload)}.`,
    );
  }
  const read = await mapConcurrently(payload, CONCURRENCY, (value) => readObject(value, task, context));
  const objects = read.filter((object) => object !== undefined);
  const usable = objects.filter(({ failure }) => failure === undefined);
  const labels = labelAll(usable, task, context, knownAnswers(usable, task, context));

  let next = 0;
  const response = objects.map((object) => {
    const result = object.failure === undefined ? labels[next++] : object.failure;
    if (typeof result === 'object') return succeed(object, result, result.type ?? task.type, context);
    const reason = result ?? 'The answers could not be merged.';
    context.log?.(`object ${object.datasetObjectId}: ${reason}`);
    return fail(object, reason, context);
  });
  return fitResponse(response, context.labelAttributeName, context.maxResponse);
}

async function readObject<Answer>(
  value: unknown,
  task: PostTask<Answer>,
  { settings, readText, log }: PayloadContext,
): Promise<ReadObject<Answer> | undefined> {
  const parsed = PayloadObject.safeParse(value);
  if (!parsed.success) {
    const id = (value as { datasetObjectId?: unknown } | null)?.datasetObjectId;
    if (typeof id !== 'string' && typeof id !== 'number') {
      log?.(`an object of the payload has no datasetObjectId: ${excerpt(value)}`);
      return undefined;
    }
    const failure = 'The payload has no list of annotations for this object.';
    return { datasetObjectId: id, annotations: [], answers: [], setAside: [], failure };
  }
  const { datasetObjectId, annotations, dataObject } = parsed.data;
  const read = await readAnswers(annotations, task, {
    objectId: String(datasetObjectId),
    answerName: settings.answerName,
    readText,
  });
  if (read.answers.length > 0) return { ...read, datasetObjectId, annotations, sourceRef: dataObject?.s3Uri };
  const failure =
    annotations.length === 0
      ? 'No worker answered.'
      : `None of the ${annotations.length} answers can be used: ${read.setAside[0]?.reason ?? ''}`;
  return { ...read, datasetObjectId, annotations, failure };
}

/** The true answers of the objects for which there are any; one that cannot be read is as if it were not there. */
function knownAnswers<Answer>(
  objects: readonly ReadObject<Answer>[],
  task: PostTask<Answer>,
  { truthOf, log }: PayloadContext,
): ReadonlyMap<string, Answer> | undefined {
  if (!truthOf) return undefined;
  const known = new Map<string, Answer>();
  for (const { datasetObjectId, sourceRef } of objects) {
    const id = String(datasetObjectId);
    const truth = truthOf({ id, sourceRef });
    if (truth === undefined) continue;
    try {
      known.set(id, task.parse(truth, { objectId: id }));
    } catch (cause) {
      log?.(
        `the known answer of object ${id} is passed over: ${cause instanceof Error ? cause.message : cause}`,
      );
    }
  }
  return known.size === 0 ? undefined : known;
}

/** Merges the batch; if that fails as a whole, each object alone, so that only the broken one has no label. */
function labelAll<Answer>(
  objects: readonly ReadObject<Answer>[],
  task: PostTask<Answer>,
  context: PayloadContext,
  gold: ReadonlyMap<string, Answer> | undefined,
): readonly (TaskLabel | string)[] {
  const answered = objects.map(({ datasetObjectId, answers }) => ({ id: String(datasetObjectId), answers }));
  try {
    const { labels, reliability, ...scored } = mergeBatch(answered, task, context, gold);
    context.onReliability?.(reliability);
    context.onScored?.(scored);
    return labels;
  } catch (cause) {
    // A wrong setting is the same for all objects and must be seen at once.
    if (cause instanceof GroundTruthError && cause.code === 'invalid-argument') throw cause;
    if (answered.length === 1) return [messageOf(cause)];
    const alone = { ...context, onReliability: () => {}, onScored: () => {} };
    return objects.flatMap((object) => labelAll([object], task, alone, gold));
  }
}

function mergeBatch<Answer>(
  objects: readonly AnsweredObject<Answer>[],
  task: PostTask<Answer>,
  { settings, labelCategories, carried = [], learn, calibrations }: PayloadContext,
  gold: ReadonlyMap<string, Answer> | undefined,
): TaskBatch {
  const known = { settings, labelCategories, gold, ...calibrations };
  const [newest] = carried;
  if (newest) {
    try {
      const reliability = sumMatchingReliability(carried, newest);
      return task.consolidate(objects, { ...known, reliability, learn });
    } catch (cause) {
      if (!(cause instanceof GroundTruthError) || cause.code !== 'invalid-argument') throw cause;
    }
  }
  // The newest state is of other keypoints or classes; which ones the batch has, it says itself.
  const batch = task.consolidate(objects, known);
  const reliability = sumMatchingReliability(carried, batch.reliability);
  if (!reliability) return batch;
  return task.consolidate(objects, { ...known, reliability, learn });
}

function succeed(
  object: ReadObject<unknown>,
  { label, metadata }: TaskLabel,
  type: string,
  { labelAttributeName, labelingJobArn, settings, now }: PayloadContext,
): ConsolidatedObject {
  // A classification label is a number or a list of them: there is no place beside it.
  const keep =
    settings.keepAnswers !== false && typeof label === 'object' && label !== null && !Array.isArray(label);
  return entry(object, {
    [labelAttributeName]: keep ? { ...label, annotationsFromAllWorkers: object.annotations } : label,
    [`${labelAttributeName}-metadata`]: {
      ...metadata,
      ...setAsideOf(object.setAside),
      type,
      'human-annotated': 'yes',
      'creation-date': creationDate(now),
      'job-name': jobName(labelingJobArn),
    },
  });
}

/** The observed shape of a failed line: no label, and "true" where labels say "yes". */
function fail(
  object: ReadObject<unknown>,
  reason: string,
  { labelAttributeName, labelingJobArn, now }: PayloadContext,
): ConsolidatedObject {
  return entry(object, {
    [`${labelAttributeName}-metadata`]: {
      'retry-count': 0,
      'failure-reason': `ClientError: ${reason}`,
      ...setAsideOf(object.setAside),
      'human-annotated': 'true',
      'creation-date': creationDate(now),
      'job-name': jobName(labelingJobArn),
    },
  });
}

function entry(object: ReadObject<unknown>, content: Record<string, unknown>): ConsolidatedObject {
  return { datasetObjectId: object.datasetObjectId, consolidatedAnnotation: { content } };
}

function setAsideOf(setAside: SetAsideAnswer[]): { 'set-aside'?: SetAsideAnswer[] } {
  return setAside.length === 0 ? {} : { 'set-aside': setAside };
}

/** `labeling-job/<name>`, as the built-in functions write it: the sixth part of the ARN. */
function jobName(arn: string): string {
  return arn.split(':')[5] ?? arn;
}
