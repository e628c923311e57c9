import * as z from 'zod/mini';

const Numbers = z.array(z.number()).check(z.maxLength(20_000));

/**
 * What a job's answers have shown of its workers so far: sums, so that the states of two batches add up to that
 * of both, in any order. Plain JSON, as small as the number of workers. What the numbers of `shared` and of a
 * worker mean is the task's affair (`consolidation/<task>/*-reliability.ts`).
 */
export const WorkerReliability = z.object({
  /** Of this shape; a reader refuses any other. */
  version: z.literal(1),
  task: z.enum(['keypoint', 'bounding-box', 'classification']),
  /** Names of the keypoints or classes, in the order of the numbers. States of other names do not add up. */
  names: z.array(z.string()).check(z.maxLength(1000)),
  /** Left and right keypoints by index into `names`; empty for other tasks. */
  pairs: z.array(z.tuple([z.number(), z.number()])).check(z.maxLength(100)),
  /** Objects behind the sums. */
  objects: z.number().check(z.minimum(0)),
  /** Sums over the whole job. */
  shared: Numbers,
  /** Sums by worker id. */
  workers: z.record(z.string(), Numbers),
});
export type WorkerReliability = z.infer<typeof WorkerReliability>;
