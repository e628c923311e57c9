import * as z from 'zod/mini';
import { AnsweredBox } from './bounding-box-answer.ts';
import { AnsweredKeypoint } from './keypoint-answer.ts';
import { LabelName, Skeleton } from './skeleton.ts';

/** How a worker begins an animal: its rest pose in a box that is drawn, or point by point. */
export const Placement = z.enum(['box', 'click']);
export type Placement = z.infer<typeof Placement>;

/** What every template of the kit finds under `task.input`. */
const CommonTaskInput = {
  /** The image: an S3 URI or an http(s) address. */
  taskObject: z.string(),
  /** One sentence above the image. */
  header: z.optional(z.string()),
  /** The whole manifest line, as the built-in PRE functions give it. */
  manifestLine: z.optional(z.looseObject({})),
};

/** `task.input` of the keypoint-pose template. */
export const KeypointTaskInput = z.looseObject({
  ...CommonTaskInput,
  skeleton: Skeleton,
  /** Without it, point by point. */
  placement: z.optional(Placement),
  /** Earlier or predicted keypoints to start from. */
  initialValue: z.optional(z.array(AnsweredKeypoint)),
});
export type KeypointTaskInput = z.infer<typeof KeypointTaskInput>;

/** `task.input` of the bounding-box template. */
export const BoundingBoxTaskInput = z.looseObject({
  ...CommonTaskInput,
  labels: z.array(LabelName).check(z.minLength(1)),
  /** Boxes begin as four clicks, one at each end of the object. */
  extreme: z.optional(z.boolean()),
  initialValue: z.optional(z.array(AnsweredBox)),
});
export type BoundingBoxTaskInput = z.infer<typeof BoundingBoxTaskInput>;

/** Marks of an earlier job, shown over the image to be judged. */
export const ClassificationOverlay = z.looseObject({
  boundingBox: z.optional(
    z.looseObject({ labels: z.optional(z.array(LabelName)), value: z.array(AnsweredBox) }),
  ),
  keypoint: z.optional(z.looseObject({ skeleton: Skeleton, value: z.array(AnsweredKeypoint) })),
});
export type ClassificationOverlay = z.infer<typeof ClassificationOverlay>;

/** `task.input` of the image-classification, box-verification and pose-verification templates. */
export const ClassificationTaskInput = z.looseObject({
  ...CommonTaskInput,
  /** The categories; in a verification the first accepts and the others are reasons to refuse. */
  labels: z.array(LabelName).check(z.minLength(1)),
  /** Any number of categories may apply. */
  multiple: z.optional(z.boolean()),
  /** A last category that says that no other applies. */
  exclusionCategory: z.optional(LabelName),
  overlay: z.optional(ClassificationOverlay),
});
export type ClassificationTaskInput = z.infer<typeof ClassificationTaskInput>;
