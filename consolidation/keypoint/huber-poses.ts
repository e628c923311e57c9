import { median } from '#geometry/median.ts';
import { medianOf, medianPoses } from './median-poses.ts';
import { mergeByLocation } from './merge-by-location.ts';
import type { MergedPose, PoseBatch } from './pose-batch.ts';

/** Where weights begin to fall, in standard deviations: 95 % as precise as the mean on Gaussian noise. */
const HUBER = 1.345;

const MAX_ITERATIONS = 30;

/** Median of the distance of a point with unit variance on both axes. */
const MEDIAN_DISTANCE = Math.sqrt(2 * Math.LN2);

/**
 * Huber's location after repairing left and right: a mean in which a far answer pulls no harder than one at 1.345
 * standard deviations. What a standard deviation is, is pooled over the job: a keypoint's share of the animal's
 * scale. Nearly as precise as the mean for careful workers, nearly as safe as the median for others.
 */
export function huberPoses(batch: PoseBatch): MergedPose[] {
  return mergeByLocation(
    { ...batch, sigmas: pooledSigmas(batch) },
    { locate: huberOf, relativeVariance: (count) => (count < 3 ? 1 : 1.05) },
  );
}

function huberOf(
  xs: Float64Array,
  ys: Float64Array,
  count: number,
  at: Float64Array,
  scratch: Float64Array,
  spread: number,
): void {
  medianOf(xs, ys, count, at, scratch);
  const limit = HUBER * spread;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    let weights = 0;
    let moveX = 0;
    let moveY = 0;
    for (let i = 0; i < count; i++) {
      const dx = (xs[i] as number) - (at[0] as number);
      const dy = (ys[i] as number) - (at[1] as number);
      const distance = Math.sqrt(dx * dx + dy * dy);
      const weight = distance <= limit ? 1 : limit / distance;
      weights += weight;
      // A distance that overflows has no weight; its product with one would be NaN.
      if (weight === 0) continue;
      moveX += weight * dx;
      moveY += weight * dy;
    }
    if (weights === 0) return;
    at[0] = (at[0] as number) + moveX / weights;
    at[1] = (at[1] as number) + moveY / weights;
    if (Math.abs(moveX) + Math.abs(moveY) < 1e-6 * weights * limit) return;
  }
}

/** Spread of the answers around the medians by keypoint, in units of the animal's scale. */
function pooledSigmas(batch: PoseBatch): Float64Array {
  const { keypointCount: K, sigmas } = batch;
  const distances: number[][] = Array.from({ length: K }, () => []);
  medianPoses(batch).forEach(({ x, y }, index) => {
    const pose = batch.poses[index];
    if (!pose || pose.workers.length < 3) return;
    for (let at = 0; at < pose.x.length; at++) {
      const dx = (pose.x[at] as number) - (x[at % K] as number);
      const dy = (pose.y[at] as number) - (y[at % K] as number);
      const distance = Math.sqrt(dx * dx + dy * dy) / pose.scale;
      if (!Number.isNaN(distance)) distances[at % K]?.push(distance);
    }
  });
  // Too few distances say less than the skeleton does.
  return sigmas.map((prior, k) => {
    const own = distances[k] ?? [];
    return own.length < 10 ? prior : Math.max(1e-6, median(own) / MEDIAN_DISTANCE);
  });
}
