import * as z from 'zod/mini';
import { LabelName } from './skeleton.ts';

/**
 * What a single-choice classifier answers under its name.
 * @example {"crowd-image-classifier":{"label":"cat"}}
 */
export const ClassificationAnswer = z.looseObject({
  label: LabelName,
  workerComment: z.optional(z.string()),
});
export type ClassificationAnswer = z.infer<typeof ClassificationAnswer>;
