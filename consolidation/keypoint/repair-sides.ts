import { voteConfidence } from '../vote-confidence.ts';
import type { MatchedPose } from './pose-batch.ts';

/** What calling a worker's two points exchanged must gain, in units of the animal's scale, for each worker. */
const MARGIN = 0.05;

/** Up to this many views every combination of swaps is tried; above, one view at a time. */
const EXACT_VIEWS = 10;

export interface RepairedPose {
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
 */
export function repairSides(
  pose: MatchedPose,
  keypointCount: number,
  pairs: readonly (readonly [number, number])[],
): RepairedPose {
  const x = pose.x.slice();
  const y = pose.y.slice();
  const sideCertainty = new Float64Array(keypointCount).fill(1);
  const views = pose.workers.length;
  for (const [left, right] of pairs) {
    const both: number[] = [];
    for (let view = 0; view < views; view++) {
      const sum = (x[view * keypointCount + left] as number) + (x[view * keypointCount + right] as number);
      if (!Number.isNaN(sum)) both.push(view);
    }
    const swapped = findSwapped(both, x, y, keypointCount, left, right, MARGIN * pose.scale);
    let exchanged = 0;
    both.forEach((view, index) => {
      if (!swapped[index]) return;
      exchanged++;
      exchange(x, view * keypointCount + left, view * keypointCount + right);
      exchange(y, view * keypointCount + left, view * keypointCount + right);
    });
    const certainty = both.length === 0 ? 1 : voteConfidence(both.length - exchanged, both.length);
    sideCertainty[left] = certainty;
    sideCertainty[right] = certainty;
  }
  return { x, y, sideCertainty };
}

/** Which of the views to swap: minimizes the sum of distances between views plus the margin for each swap. */
function findSwapped(
  views: readonly number[],
  x: Float64Array,
  y: Float64Array,
  keypointCount: number,
  left: number,
  right: number,
  margin: number,
): Uint8Array {
  const count = views.length;
  const best = new Uint8Array(count);
  if (count < 2) return best;
  // gain[a][b]: what is saved when exactly one of a and b is swapped.
  const gain = new Float64Array(count * count);
  let worthwhile = false;
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const at = (view: number | undefined, keypoint: number) => (view ?? 0) * keypointCount + keypoint;
      const distance = (i: number, j: number) =>
        Math.hypot((x[i] as number) - (x[j] as number), (y[i] as number) - (y[j] as number));
      const [va, vb] = [views[a], views[b]];
      const same = distance(at(va, left), at(vb, left)) + distance(at(va, right), at(vb, right));
      const crossed = distance(at(va, left), at(vb, right)) + distance(at(va, right), at(vb, left));
      gain[a * count + b] = same - crossed;
      gain[b * count + a] = same - crossed;
      if (same - crossed > margin) worthwhile = true;
    }
  }
  if (!worthwhile) return best;
  if (count > EXACT_VIEWS) return descend(gain, count, margin);

  let bestScore = 0;
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
    for (let a = 0; a < count; a++) best[a] = (mask >> a) & 1;
  }
  return followMajority(best);
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
  return followMajority(swapped);
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
