import * as z from 'zod/mini';
import { LabelName } from './skeleton.ts';

/** The label category configuration file of a labeling job. */
export const LabelCategoryConfig = z.looseObject({
  'document-version': z.optional(z.string()),
  labels: z.array(z.looseObject({ label: LabelName })).check(z.minLength(1)),
});
export type LabelCategoryConfig = z.infer<typeof LabelCategoryConfig>;
