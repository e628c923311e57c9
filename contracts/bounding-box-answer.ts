import * as z from 'zod/mini';
import { Box, ImageSize } from './geometry.ts';
import { LabelName } from './skeleton.ts';

export const AnsweredBox = z.looseObject({ ...Box.shape, label: LabelName });
export type AnsweredBox = z.infer<typeof AnsweredBox>;

/**
 * What `<gt-bounding-box>` answers, a superset of crowd-bounding-box's answer.
 * @example {"boundingBoxes":[{"height":10,"label":"boat","left":1,"top":2,"width":8}],"inputImageProperties":{"height":906,"width":1250}}
 */
export const BoundingBoxAnswer = z.looseObject({
  boundingBoxes: z.array(AnsweredBox).check(z.maxLength(20_000)),
  inputImageProperties: ImageSize,
  initialValueModified: z.optional(z.boolean()),
  nothingToLabel: z.optional(z.boolean()),
  /** Echo of the element's label list in its order, because a payload carries no manifest line. Untrusted. */
  labels: z.optional(z.array(LabelName).check(z.maxLength(1000))),
});
export type BoundingBoxAnswer = z.infer<typeof BoundingBoxAnswer>;
