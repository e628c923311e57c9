import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { median, medianInPlace } from '#geometry/median.ts';
import { type AnsweredObject, workersOf } from '../answered-object.ts';
import { matchObjects } from '../keypoint/match-objects.ts';
import { type Estimate, shareInterval } from './intervals.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';

/** Radii of the curves, in units of the animal's scale, sqrt(area). */
export const PCK_RADII = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5] as const;

/** A keypoint is ambiguous where workers spread more than this many times as far as on the middle one. */
const AMBIGUOUS = 2;

/** A leave-one-out distance of one worker's point. */
interface Distance {
  worker: number;
  keypoint: number;
  /** From the median of the others, in units of the animal's scale. */
  relative: number;
  /** Workers who placed the point, himself included. */
  views: number;
}

/** How well the workers of a pose job agree, each compared with the median of the others. */
export interface KeypointJobAgreement {
  /** Share of all points within each radius of {@link PCK_RADII}. */
  pck: number[];
  keypoints: {
    name: string;
    pck: number[];
    /** COCO's sigma as this crowd shows it: spread of one worker per axis, in units of the animal's scale. */
    sigma: number;
    /** True where workers mean different places by this name: its definition needs work. */
    ambiguous: boolean;
    /** Krippendorff's alpha of whether it is absent, occluded or visible; ordinal, as less to more seen. */
    visibilityAlpha: number | undefined;
  }[];
  workers: {
    workerId: string;
    points: number;
    pck: number[];
    /** Share within a tenth of the scale, with its interval. */
    within: Estimate;
    /** Mean object keypoint similarity with the others' medians, with the crowd's own sigmas. */
    oks: number;
  }[];
}

/**
 * Agreement of a whole pose job. Every worker is compared with the median of the others, so nobody is compared
 * with himself. Left and right are taken as answered: a swap is a disagreement.
 */
export function keypointJobAgreement(
  objects: readonly AnsweredObject<KeypointAnswer>[],
  skeleton: Skeleton,
): KeypointJobAgreement {
  const names = skeleton.keypoints.map(({ name }) => name);
  const indexOf = (name: string) => names.indexOf(name);
  const pairs = (skeleton.pairs ?? []).map(([a, b]): [number, number] => [indexOf(a), indexOf(b)]);
  const workerIds = workersOf(objects);
  const matched = matchObjects(objects, names, pairs, workerIds);
  const distances = matched.flatMap(({ poses }) => poses.flatMap((pose) => leaveOneOut(pose, names.length)));
  const byKeypoint = groupBy(distances, ({ keypoint }) => keypoint, names.length);
  const sigmas = byKeypoint.map(crowdSigma);
  const typical = median(sigmas.filter((sigma) => sigma > 0));
  const states = names.map((_, k) =>
    matched.flatMap(({ groups }) =>
      groups.map(({ members }) => members.map(({ pose }) => Math.max(1, pose.state[k] as number))),
    ),
  );
  return {
    pck: curve(distances),
    keypoints: names.map((name, k) => ({
      name,
      pck: curve(byKeypoint[k] ?? []),
      sigma: sigmas[k] ?? 0,
      ambiguous: (sigmas[k] ?? 0) > AMBIGUOUS * typical,
      visibilityAlpha: krippendorffAlpha(states[k] ?? [], 'ordinal'),
    })),
    workers: groupBy(distances, ({ worker }) => worker, workerIds.length).map((own, w) => ({
      workerId: workerIds[w] ?? '',
      points: own.length,
      pck: curve(own),
      within: shareInterval(own.filter(({ relative }) => relative <= 0.1).length, own.length),
      oks: similarity(own, sigmas),
    })),
  };
}

function leaveOneOut(
  { workers, x, y, scale }: { workers: Int32Array; x: Float64Array; y: Float64Array; scale: number },
  K: number,
): Distance[] {
  const distances: Distance[] = [];
  const xs = new Float64Array(workers.length);
  const ys = new Float64Array(workers.length);
  workers.forEach((worker, own) => {
    for (let k = 0; k < K; k++) {
      let count = 0;
      for (let view = 0; view < workers.length; view++) {
        if (view === own || Number.isNaN(x[view * K + k])) continue;
        xs[count] = x[view * K + k] as number;
        ys[count++] = y[view * K + k] as number;
      }
      const dx = (x[own * K + k] as number) - medianInPlace(xs, count);
      const dy = (y[own * K + k] as number) - medianInPlace(ys, count);
      const distance = Math.hypot(dx, dy);
      if (!Number.isNaN(distance))
        distances.push({ worker, keypoint: k, relative: distance / scale, views: count + 1 });
    }
  });
  return distances;
}

/**
 * Spread per axis of one worker from leave-one-out distances. The median of the distances, because gross errors
 * would square; divided by the variance of a difference between one and the middle of the others.
 */
function crowdSigma(distances: readonly Distance[]): number {
  if (distances.length === 0) return 0;
  const corrected = distances.map(({ relative, views }) => relative * Math.sqrt((views - 1) / views));
  return median(corrected) / Math.sqrt(2 * Math.LN2);
}

function similarity(distances: readonly Distance[], sigmas: readonly number[]): number {
  if (distances.length === 0) return 0;
  const sum = distances.reduce((total, { relative, keypoint }) => {
    // COCO's k is twice sigma; a keypoint on which all agree to the pixel has none.
    const reach = 2 * (sigmas[keypoint] ?? 0);
    return total + (reach > 0 ? Math.exp(-(relative ** 2) / (2 * reach ** 2)) : Number(relative === 0));
  }, 0);
  return sum / distances.length;
}

function curve(distances: readonly Distance[]): number[] {
  return PCK_RADII.map((radius) =>
    distances.length === 0
      ? 0
      : distances.filter(({ relative }) => relative <= radius).length / distances.length,
  );
}

function groupBy(
  distances: readonly Distance[],
  key: (distance: Distance) => number,
  count: number,
): Distance[][] {
  const groups: Distance[][] = Array.from({ length: count }, () => []);
  for (const distance of distances) groups[key(distance)]?.push(distance);
  return groups;
}
