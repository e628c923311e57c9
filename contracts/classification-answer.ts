import * as z from 'zod/mini';
import { LabelName } from './skeleton.ts';

/** What both kinds of classification answers may have besides. */
const CommonAnswer = {
  workerComment: z.optional(z.string().check(z.maxLength(10_000))),
  /** Echo of the element's categories in their order, because a payload carries no manifest line. Untrusted. */
  categories: z.optional(z.array(LabelName).check(z.maxLength(1001))),
};

/**
 * What a single-choice classifier answers under its name.
 * @example {"crowd-image-classifier":{"label":"cat"}}
 */
export const ClassificationAnswer = z.looseObject({
  ...CommonAnswer,
  label: LabelName,
  /** What a worker says of earlier marks; the label is then the category, or "adjusted". */
  verdict: z.optional(z.enum(['accepted', 'adjusted', 'rejected'])),
  /** The corrected marks: a KeypointAnswer or a BoundingBoxAnswer. */
  adjustment: z.optional(z.looseObject({})),
});
export type ClassificationAnswer = z.infer<typeof ClassificationAnswer>;

/**
 * What a classifier answers where several categories may apply; none of them is an answer too.
 * @example {"crowd-image-classifier-multi-select":{"labels":["cat","night"]}}
 */
export const MultiLabelAnswer = z.looseObject({
  ...CommonAnswer,
  labels: z.array(LabelName).check(z.maxLength(1001)),
});
export type MultiLabelAnswer = z.infer<typeof MultiLabelAnswer>;
