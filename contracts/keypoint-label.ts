import * as z from 'zod/mini';
import { Box, Pixel, Side } from './geometry.ts';
import { LabelMetadata } from './label-metadata.ts';
import { LabelName, Skeleton } from './skeleton.ts';

/** COCO's visibility: 0 not labeled (absent), 1 labeled but occluded, 2 labeled and visible. */
export const CocoVisibility = z.union([z.literal(0), z.literal(1), z.literal(2)]);
export type CocoVisibility = z.infer<typeof CocoVisibility>;

/** One merged keypoint. When `visibility` is 0 there is no location, so x and y are null, never (0, 0). */
export const LabeledKeypoint = z.object({
  label: LabelName,
  x: z.nullable(Pixel),
  y: z.nullable(Pixel),
  visibility: CocoVisibility,
  /** Probability in [0, 1] that the point is within the method's radius of the truth, or that it is absent. */
  confidence: z.number().check(z.minimum(0), z.maximum(1)),
  /** Standard deviation of the merged location per axis, px; null without a location or with one answer. */
  sd: z.nullable(Side),
});
export type LabeledKeypoint = z.infer<typeof LabeledKeypoint>;

/** One merged animal: its keypoints in skeleton order and the box around the located ones. */
export const LabeledInstance = z.object({
  class_id: z.number(),
  instance: z.string(),
  keypoints: z.array(LabeledKeypoint),
  ...Box.shape,
});
export type LabeledInstance = z.infer<typeof LabeledInstance>;

export const LabeledImageSize = z.object({ width: Side, height: Side, depth: z.number() });

/** The label of one image in a pose job. */
export const KeypointLabel = z.looseObject({
  image_size: z.array(LabeledImageSize),
  annotations: z.array(LabeledInstance),
});
export type KeypointLabel = z.infer<typeof KeypointLabel>;

/** Metadata beside a {@link KeypointLabel}. */
export const KeypointLabelMetadata = z.looseObject({
  ...LabelMetadata.shape,
  objects: z.array(z.looseObject({ confidence: z.number() })),
  'class-map': z.record(z.string(), z.string()),
  'keypoint-names': z.array(LabelName),
  skeleton: z.optional(Skeleton),
  method: z.string(),
});
export type KeypointLabelMetadata = z.infer<typeof KeypointLabelMetadata>;
