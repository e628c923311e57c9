import { geometricMedian } from '#geometry/geometric-median.ts';
import { mergeByLocation } from './merge-by-location.ts';
import type { MergedPose, PoseBatch } from './pose-batch.ts';

/** The point nearest to all answers after repairing left and right: as robust as the median, more precise. */
export function geometricMedianPoses(batch: PoseBatch): MergedPose[] {
  return mergeByLocation(batch, {
    locate(xs, ys, count, at) {
      const { x, y } = geometricMedian(xs, ys, count);
      at[0] = x;
      at[1] = y;
    },
    relativeVariance: (count) => (count < 3 ? 1 : 4 / Math.PI),
  });
}
