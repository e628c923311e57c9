import { medianInPlace } from '#geometry/median.ts';
import { mergeByLocation } from './merge-by-location.ts';
import type { MergedPose, PoseBatch } from './pose-batch.ts';

/**
 * The median of each axis after repairing left and right. Bounded by half of the workers, whatever the others
 * send; costs a fifth of precision against the mean when all are careful.
 */
export function medianPoses(batch: PoseBatch): MergedPose[] {
  return mergeByLocation(batch, {
    locate: (xs, ys, count) => ({
      x: medianInPlace(xs.slice(0, count), count),
      y: medianInPlace(ys.slice(0, count), count),
    }),
    relativeVariance: (count) => (count < 3 ? 1 : Math.PI / 2 - 0.67 / count),
  });
}
