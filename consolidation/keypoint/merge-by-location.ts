import { medianInPlace } from '#geometry/median.ts';
import { newMergedPoses } from './new-merged-poses.ts';
import type { MergedPose, PoseBatch } from './pose-batch.ts';
import { newSideRepair } from './repair-sides.ts';

/** Weight of the skeleton's expected spread beside what the answers show, in answers. */
const PRIOR_ANSWERS = 2;

/** Median of a squared distance in the plane, in units of the variance per axis: 2 ln 2. */
const MEDIAN_SQUARED = 2 * Math.LN2;

export interface LocationMethod {
  /**
   * Writes the location of the first `count` points of xs and ys to `at`[0] and `at`[1]. The points must stay
   * as they are; `scratch` is room for as many numbers; `spread` is the expected one per axis, px.
   */
  locate: (
    xs: Float64Array,
    ys: Float64Array,
    count: number,
    at: Float64Array,
    scratch: Float64Array,
    spread: number,
  ) => void;
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
  const { keypointCount: K, poses, sigmas } = batch;
  const most = poses.reduce((views, { workers }) => Math.max(views, workers.length), 0);
  const repair = newSideRepair(batch);
  const xs = new Float64Array(most);
  const ys = new Float64Array(most);
  const scratch = new Float64Array(most);
  const at = new Float64Array(2);
  const all = newMergedPoses(poses.length, K);
  poses.forEach((pose, index) => {
    const repaired = repair(pose);
    const merged = all[index] as MergedPose;
    const views = pose.workers.length;
    for (let k = 0; k < K; k++) {
      merged.sideCertainty[k] = repaired.sideCertainty[k] as number;
      let count = 0;
      for (let view = 0; view < views; view++) {
        const x = repaired.x[view * K + k] as number;
        if (Number.isNaN(x)) continue;
        xs[count] = x;
        ys[count++] = repaired.y[view * K + k] as number;
      }
      if (count === 0) continue;
      locate(xs, ys, count, at, scratch, (sigmas[k] as number) * pose.scale);
      const x = at[0] as number;
      const y = at[1] as number;
      for (let i = 0; i < count; i++) {
        const dx = (xs[i] as number) - x;
        const dy = (ys[i] as number) - y;
        scratch[i] = dx * dx + dy * dy;
      }
      const prior = ((sigmas[k] as number) * pose.scale) ** 2;
      const spread = count < 2 ? 0 : (medianInPlace(scratch, count) / MEDIAN_SQUARED) * (count / (count - 1));
      // One answer shows no spread at all; then the prior stands alone.
      const perAxis = count < 2 ? prior : (count * spread + PRIOR_ANSWERS * prior) / (count + PRIOR_ANSWERS);
      merged.x[k] = x;
      merged.y[k] = y;
      merged.variance[k] = (perAxis * relativeVariance(count)) / count;
    }
  });
  return all;
}
