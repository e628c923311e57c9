import * as z from 'zod/mini';
import { LabelName, Skeleton } from './skeleton.ts';
import { Placement } from './task-input.ts';

/**
 * Settings of our Lambdas: one JSON object in the environment variable `GTKIT_SETTINGS`. Everything is
 * optional; without it the pre Lambda looks into the manifest line and the post Lambda into the answers.
 */
export const LambdaSettings = z.strictObject({
  skeleton: z.optional(Skeleton),
  labels: z.optional(z.array(LabelName).check(z.minLength(1), z.maxLength(1000))),
  header: z.optional(z.string().check(z.maxLength(500))),
  /** How an animal is begun, for every object of the job. */
  placement: z.optional(Placement),
  /** Boxes by four clicks, for every object of the job. */
  extreme: z.optional(z.boolean()),
  /** Name under which the element answers; without it the first value that is such an answer is taken. */
  answerName: z.optional(z.string()),
  /** Manifest attribute that holds an earlier label to start from. */
  initialValueAttribute: z.optional(z.string()),
  /** Name in the registry of consolidation methods. */
  method: z.optional(z.string()),
  /** Keep every worker's answer beside the label as `annotationsFromAllWorkers`; on unless false. */
  keepAnswers: z.optional(z.boolean()),
  /** Learn workers over all batches of a job, in files below its output; on unless false. */
  carryReliability: z.optional(z.boolean()),
  /** File or s3:// address of known answers, `{"source-ref", "answer"}` a line: they judge workers and confidences. */
  gold: z.optional(z.string().check(z.minLength(1))),
});
export type LambdaSettings = z.infer<typeof LambdaSettings>;

/** Name of the environment variable that holds {@link LambdaSettings}. */
export const SETTINGS_VARIABLE = 'GTKIT_SETTINGS';
