import type { AnsweredObject } from '#consolidation/answered-object.ts';
import type { Calibration, ScoredConfidence } from '#consolidation/fit-calibration.ts';
import type { ErrorPlace } from '#contracts/ground-truth-error.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';

/** How far to believe each kind of a label's confidences, as known objects have shown it. */
export interface Calibrations {
  calibration?: Calibration | undefined;
  locationCalibration?: Calibration | undefined;
}

/** What is known about a job besides the answers. */
export interface PostContext<Answer> extends Calibrations {
  settings: LambdaSettings;
  /** Names of the job's label category file, when the event carries them. */
  labelCategories: readonly string[] | undefined;
  /** What other batches have shown of the workers. */
  reliability?: WorkerReliability | undefined;
  /** False to take the workers as `reliability` has them; true unless given. */
  learn?: boolean | undefined;
  /** What a worker who knows everything would answer, by object id, where it is known. */
  gold?: ReadonlyMap<string, Answer> | undefined;
}

/** One merged object: the label and what its metadata adds to what every label has. */
export interface TaskLabel {
  label: unknown;
  metadata: Record<string, unknown>;
  /** `type` of this label's metadata, where it is another than the task's. */
  type?: string;
}

/** A merged batch. */
export interface TaskBatch {
  /** One for each object in order; a string is the reason why there can be no label. */
  labels: readonly (TaskLabel | string)[];
  /** What this batch alone has shown of its workers. */
  reliability: WorkerReliability;
  /** On objects whose truth is known, how sure the labels were, and whether they were right. */
  scored: readonly ScoredConfidence[];
  scoredLocations?: readonly ScoredConfidence[];
}

/** A task as the post-annotation Lambda sees it: how to read an answer, how to merge answers. */
export interface PostTask<Answer> {
  name: WorkerReliability['task'];
  /** `type` of the label's metadata. */
  type: string;
  /** Whether a value is meant to be such an answer, however broken it may be. */
  recognizes: (value: Record<string, unknown>) => boolean;
  /** @throws {GroundTruthError} with the reason for setting the answer aside */
  parse: (value: unknown, where: ErrorPlace) => Answer;
  consolidate: (objects: readonly AnsweredObject<Answer>[], context: PostContext<Answer>) => TaskBatch;
}
