import * as z from 'zod/mini';
import { Box } from './geometry.ts';
import { LabeledImageSize } from './keypoint-label.ts';
import { LabelMetadata } from './label-metadata.ts';

/** The label of one image, exactly as Ground Truth's built-in object detection writes it. */
export const BoundingBoxLabel = z.looseObject({
  image_size: z.array(LabeledImageSize),
  annotations: z.array(z.object({ class_id: z.number(), ...Box.shape })),
});
export type BoundingBoxLabel = z.infer<typeof BoundingBoxLabel>;

/** Metadata beside a {@link BoundingBoxLabel}; only used classes are in `class-map`. */
export const BoundingBoxLabelMetadata = z.looseObject({
  ...LabelMetadata.shape,
  objects: z.array(z.looseObject({ confidence: z.number() })),
  'class-map': z.record(z.string(), z.string()),
});
export type BoundingBoxLabelMetadata = z.infer<typeof BoundingBoxLabelMetadata>;
