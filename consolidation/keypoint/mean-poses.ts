import { mergeByLocation } from './merge-by-location.ts';
import type { MergedPose, PoseBatch } from './pose-batch.ts';

/** The mean after repairing left and right. Best for careful experts; one bad answer moves it at will. */
export function meanPoses(batch: PoseBatch): MergedPose[] {
  return mergeByLocation(batch, { locate: meanOf, relativeVariance: () => 1 });
}

function meanOf(xs: Float64Array, ys: Float64Array, count: number, at: Float64Array): void {
  let x = 0;
  let y = 0;
  // A running mean: equal numbers give that number to the bit, and huge ones do not overflow.
  for (let i = 0; i < count; i++) {
    x += ((xs[i] as number) - x) / (i + 1);
    y += ((ys[i] as number) - y) / (i + 1);
  }
  at[0] = x;
  at[1] = y;
}
