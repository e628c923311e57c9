import * as z from 'zod/mini';

export { checkSkeleton } from './check-skeleton.ts';

/** Name of a keypoint, label or skeleton: 1 to 256 characters (Ground Truth's limit for a label). */
export const LabelName = z.string().check(z.minLength(1), z.maxLength(256));
export type LabelName = z.infer<typeof LabelName>;

/** One keypoint of a skeleton. */
export const SkeletonKeypoint = z.object({
  name: LabelName,
  /** One sentence that tells a worker exactly where the point is. */
  definition: z.optional(z.string().check(z.maxLength(1000))),
  /** Side of the animal, from the animal's point of view. */
  side: z.optional(z.enum(['left', 'right', 'middle'])),
  /** Position in the rest pose, in units of the instance's box: [0, 0] top left, [1, 1] bottom right. */
  rest: z.optional(z.tuple([z.number(), z.number()])),
  /** Spread of careful annotators in units of sqrt(instance area): COCO's sigma. */
  sigma: z.optional(z.number().check(z.positive(), z.maximum(1))),
  color: z.optional(z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/))),
});
export type SkeletonKeypoint = z.infer<typeof SkeletonKeypoint>;

const NamePair = z.tuple([LabelName, LabelName]);

/**
 * A keypoint skeleton as plain data. Keypoints are named everywhere; only a format turns names into an order.
 * Edges, pairs and the axis refer to keypoints by name; `checkSkeleton` verifies that they exist.
 */
export const Skeleton = z.object({
  name: LabelName,
  /** What one instance is called, such as "cat". */
  instance: z.optional(LabelName),
  keypoints: z.array(SkeletonKeypoint).check(z.minLength(1), z.maxLength(200)),
  edges: z.optional(z.array(NamePair).check(z.maxLength(400))),
  /** [left, right] keypoints that mirror each other, from the animal's point of view. */
  pairs: z.optional(z.array(NamePair).check(z.maxLength(100))),
  /** [tail end, head end]: the direction from which left and right are judged. */
  axis: z.optional(NamePair),
});
export type Skeleton = z.infer<typeof Skeleton>;
