import { medianInPlace } from '#geometry/median.ts';
import type { MergedPose, PoseBatch } from './pose-batch.ts';
import { repairSides } from './repair-sides.ts';

/** Weight of the skeleton's expected spread beside what the answers show, in answers. */
const PRIOR_ANSWERS = 2;

/** Median of a squared distance in the plane, in units of the variance per axis: 2 ln 2. */
const MEDIAN_SQUARED = 2 * Math.LN2;

export interface LocationMethod {
  /** The location of the first `count` points of two scratch arrays, which it may reorder. */
  locate: (xs: Float64Array, ys: Float64Array, count: number) => { x: number; y: number };
  /** Variance of the location over that of the mean, for Gaussian noise: mean 1, median pi / 2. */
  relativeVariance: (count: number) => number;
}

/**
 * Merges every animal on its own: repairs left and right, then takes one location per keypoint.
 *
 * The variance of a location is v · relativeVariance / n with v = (n · spread + 2 · prior) / (n + 2): the
 * spread of the answers per axis (median of their squared distances from the location, / 2 ln 2, with n / (n-1)
 * for the degree of freedom that the location took), drawn towards the skeleton's sigma · scale, because two
 * answers that happen to agree prove little.
 */
export function mergeByLocation(
  batch: PoseBatch,
  { locate, relativeVariance }: LocationMethod,
): MergedPose[] {
  const K = batch.keypointCount;
  return batch.poses.map((pose) => {
    const views = pose.workers.length;
    const repaired = repairSides(pose, K, batch.pairs);
    const merged: MergedPose = {
      x: new Float64Array(K).fill(Number.NaN),
      y: new Float64Array(K).fill(Number.NaN),
      variance: new Float64Array(K).fill(Number.NaN),
      sideCertainty: repaired.sideCertainty,
    };
    const xs = new Float64Array(views);
    const ys = new Float64Array(views);
    const scratch = new Float64Array(views);
    for (let k = 0; k < K; k++) {
      let count = 0;
      for (let view = 0; view < views; view++) {
        const x = repaired.x[view * K + k] as number;
        if (Number.isNaN(x)) continue;
        xs[count] = x;
        ys[count++] = repaired.y[view * K + k] as number;
      }
      if (count === 0) continue;
      const { x, y } = locate(xs, ys, count);
      for (let i = 0; i < count; i++)
        scratch[i] = ((xs[i] as number) - x) ** 2 + ((ys[i] as number) - y) ** 2;
      const prior = ((batch.sigmas[k] as number) * pose.scale) ** 2;
      const spread = count < 2 ? 0 : (medianInPlace(scratch, count) / MEDIAN_SQUARED) * (count / (count - 1));
      // One answer shows no spread at all; then the prior stands alone.
      const perAxis = count < 2 ? prior : (count * spread + PRIOR_ANSWERS * prior) / (count + PRIOR_ANSWERS);
      merged.x[k] = x;
      merged.y[k] = y;
      merged.variance[k] = (perAxis * relativeVariance(count)) / count;
    }
    return merged;
  });
}
