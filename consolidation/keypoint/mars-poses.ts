import { medianInPlace } from '#geometry/median.ts';
import { medianOf } from './median-poses.ts';
import { mergeByLocation } from './merge-by-location.ts';
import type { MatchedPose, MergedPose, PoseBatch } from './pose-batch.ts';

const ROUNDS = 3;

/**
 * MARS's rule, for comparison: per pair, three times, a worker's two points are exchanged when each is nearer
 * to the other's median than the other is; then the median of each axis (MARS_Developer,
 * pose_annotation_tools/json_util.py). Unlike MARS, a missing point is missing and does not stand at (0, 0).
 */
export function marsPoses(batch: PoseBatch): MergedPose[] {
  const poses = batch.poses.map((pose) => marsRepair(pose, batch));
  return mergeByLocation(
    { ...batch, pairs: [], poses },
    {
      locate: medianOf,
      relativeVariance: (count) => (count < 3 ? 1 : Math.PI / 2 - 0.67 / count),
    },
  );
}

/** The pose with every worker's confused pairs exchanged, as MARS decides it. */
export function marsRepair(
  pose: MatchedPose,
  { keypointCount: K, pairs }: Pick<PoseBatch, 'keypointCount' | 'pairs'>,
): MatchedPose {
  const x = pose.x.slice();
  const y = pose.y.slice();
  const views = pose.workers.length;
  // MARS works in units of the image's width and height, which are not the same.
  const { width, height } = pose.image;
  const column = (values: Float64Array, k: number): number => {
    const placed = new Float64Array(views);
    let count = 0;
    for (let view = 0; view < views; view++) {
      const value = values[view * K + k] as number;
      if (!Number.isNaN(value)) placed[count++] = value;
    }
    return medianInPlace(placed, count);
  };
  for (const [i, j] of pairs) {
    for (let round = 0; round < ROUNDS; round++) {
      const [ix, iy, jx, jy] = [column(x, i), column(y, i), column(x, j), column(y, j)];
      for (let view = 0; view < views; view++) {
        const a = view * K + i;
        const b = view * K + j;
        const distance = (at: number, toX: number, toY: number) =>
          Math.hypot(((x[at] as number) - toX) / width, ((y[at] as number) - toY) / height);
        if (distance(a, ix, iy) > distance(b, ix, iy) && distance(b, jx, jy) > distance(a, jx, jy)) {
          [x[a], x[b]] = [x[b] as number, x[a] as number];
          [y[a], y[b]] = [y[b] as number, y[a] as number];
        }
      }
    }
  }
  return { ...pose, x, y };
}
