import { medianInPlace } from '#geometry/median.ts';
import { mergeByLocation } from './merge-by-location.ts';
import type { MergedPose, PoseBatch } from './pose-batch.ts';

/**
 * The median of each axis after repairing left and right. Bounded by half of the workers, whatever the others
 * send; costs a fifth of precision against the mean when all are careful.
 */
export function medianPoses(batch: PoseBatch): MergedPose[] {
  return mergeByLocation(batch, {
    locate: medianOf,
    relativeVariance: (count) => (count < 3 ? 1 : Math.PI / 2 - 0.67 / count),
  });
}

/** Writes the median of each axis to `at`. */
export function medianOf(
  xs: Float64Array,
  ys: Float64Array,
  count: number,
  at: Float64Array,
  scratch: Float64Array,
): void {
  for (let i = 0; i < count; i++) scratch[i] = xs[i] as number;
  at[0] = medianInPlace(scratch, count);
  for (let i = 0; i < count; i++) scratch[i] = ys[i] as number;
  at[1] = medianInPlace(scratch, count);
}
