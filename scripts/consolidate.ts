import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract } from '#contracts/parse.ts';
import type { ConsolidatedObject } from '#contracts/post-annotation.ts';
import type { Truth } from '#contracts/truth.ts';
import { boundingBoxTask } from '#lambdas/post/bounding-box-task.ts';
import { classificationTask } from '#lambdas/post/classification-task.ts';
import { consolidatePayload as mergePayload } from '#lambdas/post/consolidate-payload.ts';
import { keypointTask } from '#lambdas/post/keypoint-task.ts';
import type { ReadText } from '#lambdas/post/read-answers.ts';

/** What known answers are found by. */
interface KnownBy {
  sourceRef: string | undefined;
}

/** Tasks whose answers can be merged. */
const tasks = ['keypoint', 'bounding-box', 'classification'] as const;

export type ConsolidationTask = (typeof tasks)[number];

export interface ConsolidateOptions {
  task: ConsolidationTask;
  /** Name in the task's registry of methods; wins over the settings. */
  method?: string | undefined;
  /** The payload as the post-annotation Lambda finds it: an array of objects with their annotations. */
  payload: unknown;
  /** As in GTKIT_SETTINGS. */
  settings?: unknown;
  /** Known answers, found by the address of their object. */
  truth?: Truth | undefined;
  labelAttributeName?: string;
  labelingJobArn?: string;
  /** Reads answers that the payload leaves at an s3:// address; without it they are set aside. */
  readText?: ReadText;
  /** Milliseconds since 1970, for the creation date. */
  now?: number;
  log?: (line: string) => void;
}

/**
 * What the post-annotation Lambda returns for a payload, without any job.
 * @throws {GroundTruthError} `invalid-argument` for an unknown task or method or wrong settings,
 *   `invalid-contract` when the payload is no list
 */
export async function consolidatePayload(options: ConsolidateOptions): Promise<ConsolidatedObject[]> {
  const { payload, method, truth, labelAttributeName = 'label' } = options;
  const settings = parseContract(LambdaSettings, options.settings ?? {}, 'settings', {}, 'invalid-argument');
  const context = {
    labelAttributeName,
    labelingJobArn:
      options.labelingJobArn ?? 'arn:aws:sagemaker:us-east-1:000000000000:labeling-job/consolidate',
    settings: method === undefined ? settings : { ...settings, method },
    readText: options.readText ?? refuseToRead,
    now: options.now ?? Date.now(),
    ...(options.log ? { log: options.log } : {}),
    ...(truth
      ? { truthOf: ({ sourceRef }: KnownBy) => (sourceRef ? truth.find(sourceRef) : undefined) }
      : {}),
  };
  // One branch for each task: the types of a task and its answers belong together.
  switch (options.task) {
    case 'keypoint':
      return mergePayload(payload, keypointTask, context);
    case 'bounding-box':
      return mergePayload(payload, boundingBoxTask, context);
    case 'classification':
      return mergePayload(payload, classificationTask, context);
    default:
      throw new GroundTruthError(
        'invalid-argument',
        `There is no task ${String(options.task)}; there are ${tasks.join(', ')}.`,
      );
  }
}

function refuseToRead(uri: string): Promise<string> {
  return Promise.reject(
    new GroundTruthError(
      'unsupported',
      `The answer is at ${uri}, and not in the payload; it is not fetched.`,
    ),
  );
}
