import type { AnsweredObject } from '#consolidation/answered-object.ts';
import type { ErrorPlace } from '#contracts/ground-truth-error.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';

/** What is known about a job besides the answers. */
export interface PostContext {
  settings: LambdaSettings;
  /** Names of the job's label category file, when the event carries them. */
  labelCategories: readonly string[] | undefined;
}

/** One merged object: the label and what its metadata adds to what every label has. */
export interface TaskLabel {
  label: unknown;
  metadata: Record<string, unknown>;
}

/** A task as the post-annotation Lambda sees it: how to read an answer, how to merge answers. */
export interface PostTask<Answer> {
  /** `type` of the label's metadata. */
  type: string;
  /** Whether a value is meant to be such an answer, however broken it may be. */
  recognizes: (value: Record<string, unknown>) => boolean;
  /** @throws {GroundTruthError} with the reason for setting the answer aside */
  parse: (value: unknown, where: ErrorPlace) => Answer;
  /** One result for each object in order; a string is the reason why there can be no label. */
  consolidate: (
    objects: readonly AnsweredObject<Answer>[],
    context: PostContext,
  ) => readonly (TaskLabel | string)[];
}
