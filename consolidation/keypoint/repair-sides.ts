import { voteConfidence } from '../vote-confidence.ts';
import type { MatchedPose, PoseBatch } from './pose-batch.ts';

/** What calling a worker's two points exchanged must gain, in units of the animal's scale, for each worker. */
const MARGIN = 0.05;

/** Up to this many views every combination of swaps is tried; above, one view at a time. */
const EXACT_VIEWS = 10;

/** One animal with its sides repaired; the arrays are the same ones for every animal. */
export interface RepairedPose {
  /** At [view * keypointCount + keypoint], as in the pose. */
  x: Float64Array;
  y: Float64Array;
  /** By keypoint: how far to believe that left and right are not exchanged. 1 without a partner. */
  sideCertainty: Float64Array;
}

/**
 * Exchanges left and right where a worker has confused them. For each pair of keypoints it looks for the set
 * of workers to swap that brings all workers' points closest together, two by two; MARS compares with the
 * median instead, which is itself wrong when two of three or two of five are swapped. The side is that of the
 * majority, so a whole body drawn mirrored is repaired pair by pair.
 *
 * Positions cannot tell which half is right: with as many workers on either side the first in order is
 * followed, and `sideCertainty` says how little that is worth.
 * @returns a function that repairs one animal of the batch after the other, in arrays that it keeps
 */
export function newSideRepair({
  keypointCount: K,
  pairs,
  poses,
}: PoseBatch): (pose: MatchedPose) => RepairedPose {
  const most = poses.reduce((views, { workers }) => Math.max(views, workers.length), 0);
  const repaired: RepairedPose = {
    x: new Float64Array(most * K),
    y: new Float64Array(most * K),
    sideCertainty: new Float64Array(K).fill(1),
  };
  const space: PairSpace = {
    views: new Int32Array(most),
    gain: new Float64Array(most * most),
    swapped: new Uint8Array(most),
  };
  return (pose) => {
    const { x, y, sideCertainty } = repaired;
    const points = pose.workers.length * K;
    for (let at = 0; at < points; at++) {
      x[at] = pose.x[at] as number;
      y[at] = pose.y[at] as number;
    }
    for (let p = 0; p < pairs.length; p++) {
      const [left, right] = pairs[p] as readonly [number, number];
      const count = findSwapped(space, pose.workers.length, x, y, K, left, right, MARGIN * pose.scale);
      let exchanged = 0;
      for (let index = 0; index < count; index++) {
        if (!space.swapped[index]) continue;
        exchanged++;
        const view = space.views[index] as number;
        exchange(x, view * K + left, view * K + right);
        exchange(y, view * K + left, view * K + right);
      }
      const certainty = count === 0 ? 1 : voteConfidence(count - exchanged, count);
      sideCertainty[left] = certainty;
      sideCertainty[right] = certainty;
    }
    return repaired;
  };
}

/** Room for one pair of keypoints: the views that have both, and which of them to swap. */
interface PairSpace {
  views: Int32Array;
  /** At [a * views + b]: what is saved when exactly one of a and b is swapped. */
  gain: Float64Array;
  swapped: Uint8Array;
}

/**
 * Which of the views to swap: minimizes the sum of distances between views plus the margin for each swap.
 * @returns how many views have both points; these are in `space.views`, and the answer in `space.swapped`
 */
function findSwapped(
  { views, gain, swapped }: PairSpace,
  viewCount: number,
  x: Float64Array,
  y: Float64Array,
  K: number,
  left: number,
  right: number,
  margin: number,
): number {
  let count = 0;
  for (let view = 0; view < viewCount; view++) {
    const sum = (x[view * K + left] as number) + (x[view * K + right] as number);
    if (!Number.isNaN(sum)) views[count++] = view;
  }
  let worthwhile = false;
  for (let a = 0; a < count; a++) {
    swapped[a] = 0;
    const leftA = (views[a] as number) * K + left;
    const rightA = (views[a] as number) * K + right;
    for (let b = a + 1; b < count; b++) {
      const leftB = (views[b] as number) * K + left;
      const rightB = (views[b] as number) * K + right;
      const same = distance(x, y, leftA, leftB) + distance(x, y, rightA, rightB);
      const saved = same - distance(x, y, leftA, rightB) - distance(x, y, rightA, leftB);
      gain[a * count + b] = saved;
      gain[b * count + a] = saved;
      if (saved > margin) worthwhile = true;
    }
  }
  if (!worthwhile) return count;
  if (count > EXACT_VIEWS) {
    swapped.set(followMajority(descend(gain, count, margin)));
    return count;
  }
  let bestScore = 0;
  let bestMask = 0;
  for (let mask = 1; mask < 1 << count; mask++) {
    let score = 0;
    for (let a = 0; a < count; a++) {
      const swappedA = (mask >> a) & 1;
      score -= swappedA * margin;
      for (let b = a + 1; b < count; b++)
        if (swappedA !== ((mask >> b) & 1)) score += gain[a * count + b] as number;
    }
    // Better by more than rounding, so that of equals the first wins on every machine.
    if (score <= bestScore + 1e-9 * margin) continue;
    bestScore = score;
    bestMask = mask;
  }
  const best = Uint8Array.from({ length: count }, (_, a) => (bestMask >> a) & 1);
  swapped.set(followMajority(best));
  return count;
}

/** Math.hypot takes ten times as long, and these are pixels. */
function distance(x: Float64Array, y: Float64Array, a: number, b: number): number {
  const dx = (x[a] as number) - (x[b] as number);
  const dy = (y[a] as number) - (y[b] as number);
  return Math.sqrt(dx * dx + dy * dy);
}

/** For many views: swap whichever view gains most, until none gains more than the margin. */
function descend(gain: Float64Array, count: number, margin: number): Uint8Array {
  const swapped = new Uint8Array(count);
  for (let step = 0; step < 4 * count; step++) {
    let bestGain = margin;
    let bestView = -1;
    for (let a = 0; a < count; a++) {
      let change = 0;
      for (let b = 0; b < count; b++) {
        if (a === b) continue;
        change += (swapped[a] === swapped[b] ? 1 : -1) * (gain[a * count + b] as number);
      }
      if (change > bestGain) {
        bestGain = change;
        bestView = a;
      }
    }
    if (bestView < 0) break;
    swapped[bestView] = 1 - (swapped[bestView] as number);
  }
  return swapped;
}

/** Of the two ways to say the same thing, the one that swaps fewer; at a tie, the first view stays. */
function followMajority(swapped: Uint8Array): Uint8Array {
  const ones = swapped.reduce((sum, value) => sum + value, 0);
  const turn = 2 * ones > swapped.length || (2 * ones === swapped.length && swapped[0] === 1);
  return turn ? swapped.map((value) => 1 - value) : swapped;
}

function exchange(values: Float64Array, a: number, b: number): void {
  const first = values[a] as number;
  values[a] = values[b] as number;
  values[b] = first;
}
