import { medianInPlace } from '#geometry/median.ts';
import type { MatchedPose } from '../keypoint/pose-batch.ts';

/** A keypoint counts as correct within this part of the animal's scale, sqrt(area). */
export const PCK_ALPHA = 0.1;

/** A keypoint counts as correct within this distance, px. */
export const PCK_PIXELS = 10;

/** How one worker's points compare with the median of the other workers' on the same object. */
export interface KeypointAgreement {
  workerId: string;
  /** Keypoints that the worker and at least one other placed. */
  keypoints: number;
  /** Share of them within {@link PCK_PIXELS} px; null without any. */
  pckPixels: number | null;
  /** Share of them within {@link PCK_ALPHA} of the animal's scale; null without any. */
  pck: number | null;
  /** Median distance, px; null without any. */
  distance: number | null;
}

/**
 * Leave-one-out agreement: each worker against the median of the others, so that nobody is compared with
 * himself. Left and right are taken as answered: a swap is a disagreement.
 * @param workerIds by the index that `poses[].workers` uses
 * @param workers the workers who answered this object
 */
export function keypointAgreement(
  poses: readonly MatchedPose[],
  keypointCount: number,
  workerIds: readonly string[],
  workers: readonly number[],
): KeypointAgreement[] {
  const distances = new Map<number, number[]>(workers.map((worker) => [worker, []]));
  const relative = new Map<number, number[]>(workers.map((worker) => [worker, []]));
  for (const { workers: views, x, y, scale } of poses) {
    const xs = new Float64Array(views.length);
    const ys = new Float64Array(views.length);
    views.forEach((worker, own) => {
      for (let k = 0; k < keypointCount; k++) {
        let count = 0;
        for (let view = 0; view < views.length; view++) {
          const value = x[view * keypointCount + k] as number;
          if (view === own || Number.isNaN(value)) continue;
          xs[count] = value;
          ys[count++] = y[view * keypointCount + k] as number;
        }
        const dx = (x[own * keypointCount + k] as number) - medianInPlace(xs, count);
        const dy = (y[own * keypointCount + k] as number) - medianInPlace(ys, count);
        const distance = Math.hypot(dx, dy);
        if (Number.isNaN(distance)) continue;
        distances.get(worker)?.push(distance);
        relative.get(worker)?.push(distance / scale);
      }
    });
  }
  return workers.map((worker) => {
    const own = distances.get(worker) ?? [];
    const within = (values: readonly number[], limit: number) =>
      values.length === 0 ? null : values.filter((value) => value <= limit).length / values.length;
    return {
      workerId: workerIds[worker] ?? '',
      keypoints: own.length,
      pckPixels: within(own, PCK_PIXELS),
      pck: within(relative.get(worker) ?? [], PCK_ALPHA),
      distance: own.length === 0 ? null : medianInPlace(Float64Array.from(own), own.length),
    };
  });
}
