import { median, medianInPlace } from '#geometry/median.ts';
import type { Ledger } from '../ledger.ts';
import { geometricMedianPoses } from './geometric-median-poses.ts';
import { huberPoses } from './huber-poses.ts';
import { addCarried, keypointLedgerSizes, startFromCarried, writeShown } from './keypoint-reliability.ts';
import { improvePose, newWorkspace } from './learn-poses.ts';
import type { MatchedPose, MergedPose, PoseBatch } from './pose-batch.ts';
import { type SwapStates, swapStates } from './swap-states.ts';
import { learnBias } from './worker-bias.ts';
import { learnWorkers, newEvidence, newModel, type WorkerEvidence } from './worker-model.ts';

const MAX_ITERATIONS = 40;

/** EM ends when the merged points move less than this part of their keypoint's noise, rms. */
const TOLERANCE = 1e-3;

/** Below this many animals or keypoints of all of them, little can be learned of workers. */
const MIN_POSES = 5;
const MIN_POINTS = 20;

/** Views of one animal that it takes, at the least, to see who errs; with two, only an animal's side can tell. */
const MIN_VIEWS = 3;
const MIN_VIEWS_SIDED = 2;

/** EM takes its own estimates of the noise for certain, so its posterior variances are a tenth too sure. */
const CAUTION = 1.1;

/**
 * Expectation maximization over the whole batch: every worker has a noise, a rate of gross errors and a habit of
 * mixing up left and right; every keypoint and image has a difficulty; and an animal's left is on one side of
 * its axis, as strongly as the job shows. A lone answer stays as it is. On jobs too small to learn from, Huber's location.
 */
export function emSwapPoses(batch: PoseBatch): MergedPose[] {
  const fallback = () => huberPoses(batch);
  const { poses, pairs, axis, keypointCount: K } = batch;
  const ledger = batch.ledger ?? emptyLedger(batch);
  const carried = ledger.objects > 0;
  const needed = axis && pairs.length > 0 ? MIN_VIEWS_SIDED : MIN_VIEWS;
  if (!carried && !poses.some(({ workers }) => workers.length >= needed)) return fallback();

  const merged = geometricMedianPoses(batch);
  const states = swapStates(pairs.length);
  const partners = partnersOf(K, pairs);
  const model = newModel(batch, states, startFromCarried(startVariance(batch, merged), ledger));
  let biased = false;
  const relearn = (evidence: WorkerEvidence, learnImages: boolean, askForBias = biased) => {
    addCarried(evidence, ledger, model);
    learnWorkers(model, evidence, states, learnImages, !carried);
    if (askForBias) biased = learnBias(model, evidence, batch);
  };
  if (carried) relearn(newEvidence(batch, states), false, true);
  const space = newWorkspace(batch, states);
  const orientations = new Float64Array(merged.length * states.count);
  for (let iteration = 0, last = MAX_ITERATIONS; iteration < last; iteration++) {
    const evidence = newEvidence(batch, states);
    let moved = 0;
    merged.forEach((pose, index) => {
      moved += improvePose(index, batch, pose, model, evidence, states, partners, space);
      orientations.set(space.orientation, index * states.count);
    });
    writeShown(ledger, evidence, model);
    const { image, imageCount } = evidence;
    const settled = iteration > 2 && moved < TOLERANCE ** 2 * merged.length * K;
    const known = ledger.frozen ? { ...newEvidence(batch, states), image, imageCount } : evidence;
    // Lasting offsets are asked for when all else is known; where there are any, all else is learned once more.
    const ask = !biased && (settled || iteration === last - 1) && last === MAX_ITERATIONS;
    relearn(known, iteration % 2 === 1, ask || biased);
    if (ask && biased) last = iteration + 1 + MAX_ITERATIONS;
    else if (settled) break;
  }
  // Too few to believe what was learned, but not to add it to what later batches learn.
  const animals = poses.length + ledger.objects;
  if (animals < MIN_POSES || animals * K < MIN_POINTS) return fallback();
  merged.forEach((pose, index) => {
    const own = index * states.count;
    const { workers, x, y } = poses[index] as MatchedPose;
    const isAlone = workers.length === 1;
    orient(pose, pairs, states, orientations.subarray(own, own + states.count), isAlone);
    if (isAlone) {
      pose.x.set(x);
      pose.y.set(y);
    }
    for (let k = 0; k < K; k++) pose.variance[k] = (pose.variance[k] as number) * CAUTION;
  });
  return merged;
}

function emptyLedger({ keypointCount, pairs, workerCount }: PoseBatch): Ledger {
  const { shared, width } = keypointLedgerSizes(keypointCount, pairs.length);
  const sums = () => ({ shared: new Float64Array(shared), workers: new Float64Array(workerCount * width) });
  return { width, carried: sums(), shown: sums(), objects: 0, frozen: false };
}

/**
 * Turns the animal as it most probably stands, and says how probably that is.
 * @param asItIs not to turn it
 */
function orient(
  pose: MergedPose,
  pairs: PoseBatch['pairs'],
  { count, swaps }: SwapStates,
  orientation: Float64Array,
  asItIs: boolean,
): void {
  let best = 0;
  for (let f = 1; f < count && !asItIs; f++)
    if ((orientation[f] as number) > (orientation[best] as number)) best = f;
  pairs.forEach(([left, right], p) => {
    const turned = swaps[best * pairs.length + p];
    let certainty = 0;
    for (let f = 0; f < count; f++)
      if (swaps[f * pairs.length + p] === turned) certainty += orientation[f] as number;
    pose.sideCertainty[left] = Math.min(1, certainty);
    pose.sideCertainty[right] = Math.min(1, certainty);
    if (!turned) return;
    for (const values of [pose.x, pose.y, pose.variance]) {
      const own = values[left] as number;
      values[left] = values[right] as number;
      values[right] = own;
    }
  });
}

/** Median squared distance of the answers from the start, per axis, for each keypoint: what EM begins with. */
function startVariance({ poses, keypointCount: K }: PoseBatch, merged: readonly MergedPose[]): Float64Array {
  const room = new Float64Array(poses.reduce((sum, { workers }) => sum + workers.length, 0));
  const middles: number[] = [];
  const start = Float64Array.from({ length: K }, (_, k) => {
    let count = 0;
    poses.forEach(({ workers, x, y }, index) => {
      const pose = merged[index] as MergedPose;
      for (let at = k; at < workers.length * K; at += K) {
        const dx = (x[at] as number) - (pose.x[k] as number);
        const dy = (y[at] as number) - (pose.y[k] as number);
        const value = dx * dx + dy * dy;
        if (value > 0) room[count++] = value;
      }
    });
    if (count === 0) return Number.NaN;
    const variance = medianInPlace(room, count) / (2 * Math.LN2);
    middles.push(variance);
    return count < 5 ? Number.NaN : variance;
  });
  // A keypoint that hardly anybody placed is as hard as the others.
  const typical = median(middles) || 1;
  return start.map((variance) => Math.max(1e-9, Number.isNaN(variance) ? typical : variance));
}

function partnersOf(K: number, pairs: PoseBatch['pairs']): { partner: Int32Array; pairOf: Int32Array } {
  const partner = Int32Array.from({ length: K }, (_, k) => k);
  const pairOf = new Int32Array(K).fill(-1);
  pairs.forEach(([left, right], p) => {
    partner[left] = right;
    partner[right] = left;
    pairOf[left] = p;
    pairOf[right] = p;
  });
  return { partner, pairOf };
}
