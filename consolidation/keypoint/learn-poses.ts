import type { MatchedPose, MergedPose, PoseBatch } from './pose-batch.ts';
import type { SwapStates } from './swap-states.ts';
import type { WorkerEvidence, WorkerModel } from './worker-model.ts';

/** Degrees of freedom of the noise: heavier in the tail than a Gaussian, as real crowds are. */
const FREEDOM = 12;

/** Gross errors fall anywhere in a square of this many animal scales. */
const GROSS_SIDE = 4;

/** A point's variance in EM is at most this many times that of one average answer. */
const MOST_VARIANCE = 4;

/** Probability of a composition of swaps that has no state of its own. */
const RARE = 1e-6;

/** A posterior over the orientation of one animal: which of its pairs stand exchanged in the present estimate. */
export type Orientation = Float64Array;

/** Room for one animal's E-step, made once for the largest number of views. */
export interface Workspace {
  /** Inlier weight of a point as answered, and exchanged with its partner; over its variance. */
  straight: Float64Array;
  crossed: Float64Array;
  /** The same without the variance and the tail: probability of no gross error. */
  straightInlier: Float64Array;
  crossedInlier: Float64Array;
  /** Log-likelihood of each view's pair as answered and exchanged, at [view * pairs + pair]. */
  pairStraight: Float64Array;
  pairCrossed: Float64Array;
  /** Likelihood of each view's state, at [view * states + state], relative to the view's best. */
  state: Float64Array;
  /** Probability that a view's pair is exchanged. */
  swapped: Float64Array;
  orientation: Orientation;
  /** Where each view's worker is expected beside each point, px. */
  offsetX: Float64Array;
  offsetY: Float64Array;
}

export function newWorkspace({ keypointCount: K, poses, pairs }: PoseBatch, states: SwapStates): Workspace {
  const V = poses.reduce((most, { workers }) => Math.max(most, workers.length), 0);
  const points = () => new Float64Array(V * K);
  const ofPairs = () => new Float64Array(V * pairs.length);
  return {
    straight: points(),
    crossed: points(),
    straightInlier: points(),
    crossedInlier: points(),
    pairStraight: ofPairs(),
    pairCrossed: ofPairs(),
    state: new Float64Array(V * states.count),
    swapped: ofPairs(),
    orientation: new Float64Array(states.count),
    offsetX: points(),
    offsetY: points(),
  };
}

/**
 * One round of EM on one animal: how likely every answered point is as it stands and exchanged, which swaps
 * that makes likely for every view together with the animal's chirality, and then the points anew. Adds to
 * `evidence`, changes `merged` and returns the squared movement in units of the noise.
 */
export function improvePose(
  index: number,
  batch: PoseBatch,
  merged: MergedPose,
  model: WorkerModel,
  evidence: WorkerEvidence,
  states: SwapStates,
  partners: { partner: Int32Array; pairOf: Int32Array },
  space: Workspace,
): number {
  const pose = batch.poses[index] as MatchedPose;
  const along = directionOf(merged, batch.axis);
  expectOffsets(pose, batch.keypointCount, along, model, space);
  measure(pose, index, batch.keypointCount, merged, model, partners, space);
  judgeSwaps(pose, batch, merged, model, evidence, states, space);
  const moved = locate(pose, index, batch.keypointCount, merged, model, partners, space);
  gather(pose, index, batch.keypointCount, along, merged, model, evidence, partners, space);
  return moved;
}

/** Likelihood and weight of every answered point, as answered and exchanged with its partner's. */
function measure(
  { workers, x, y, scale }: MatchedPose,
  index: number,
  K: number,
  merged: MergedPose,
  model: WorkerModel,
  { partner, pairOf }: { partner: Int32Array; pairOf: Int32Array },
  space: Workspace,
): void {
  const pairCount = space.pairStraight.length === 0 ? 0 : model.chirality.length;
  space.pairStraight.fill(0);
  space.pairCrossed.fill(0);
  const anywhere = 1 / (GROSS_SIDE * scale) ** 2;
  const image = model.image[index] as number;
  const { offsetX, offsetY } = space;
  for (let v = 0; v < workers.length; v++) {
    const w = workers[v] as number;
    const noise = (model.worker[w] as number) * image;
    const gross = model.gross[w] as number;
    for (let k = 0; k < K; k++) {
      const at = v * K + k;
      const pair = pairOf[k] as number;
      for (let exchanged = 0; exchanged < (pair < 0 ? 1 : 2); exchanged++) {
        const target = exchanged ? (partner[k] as number) : k;
        const dx = (x[at] as number) - (merged.x[target] as number) - (offsetX[v * K + target] as number);
        const dy = (y[at] as number) - (merged.y[target] as number) - (offsetY[v * K + target] as number);
        const s2 = noise * (model.keypoint[target] as number);
        const squared = dx * dx + dy * dy + 2 * (merged.variance[target] as number);
        let weight = 0;
        let inlier = 0;
        if (!Number.isNaN(squared)) {
          const tail = 1 + squared / (FREEDOM * s2);
          const core = ((1 - gross) / (2 * Math.PI * s2)) * tail ** (-(FREEDOM + 2) / 2);
          const density = core + gross * anywhere;
          inlier = core / density;
          weight = (inlier * (FREEDOM + 2)) / (FREEDOM * tail * s2);
          if (pair >= 0) {
            const sums = exchanged ? space.pairCrossed : space.pairStraight;
            const place = v * pairCount + pair;
            sums[place] = (sums[place] as number) + Math.log(density);
          }
        }
        if (exchanged) {
          space.crossed[at] = weight;
          space.crossedInlier[at] = inlier;
        } else {
          space.straight[at] = weight;
          space.straightInlier[at] = inlier;
        }
      }
    }
  }
}

/** Posterior of the animal's orientation, and of every view's swaps whatever the orientation. */
function judgeSwaps(
  { workers }: MatchedPose,
  { pairs, axis }: PoseBatch,
  merged: MergedPose,
  model: WorkerModel,
  evidence: WorkerEvidence,
  { count: Q, swaps, compose }: SwapStates,
  space: Workspace,
): void {
  const P = pairs.length;
  const { orientation, state, swapped } = space;
  orientation.fill(0);
  const signs = pairs.map((pair) => sideOf(merged, pair, axis));
  for (let f = 0; f < Q; f++) {
    for (let p = 0; p < P; p++) {
      const sign = (signs[p] ?? 0) * (swaps[f * P + p] ? -1 : 1);
      if (sign === 0) continue;
      const c = model.chirality[p] as number;
      orientation[f] = (orientation[f] as number) + Math.log(sign === model.side[p] ? c : 1 - c);
    }
  }
  for (let v = 0; v < workers.length; v++) {
    const base = (workers[v] as number) * Q;
    let best = Number.NEGATIVE_INFINITY;
    for (let q = 0; q < Q; q++) {
      let sum = 0;
      for (let p = 0; p < P; p++)
        sum += (swaps[q * P + p] ? space.pairCrossed[v * P + p] : space.pairStraight[v * P + p]) as number;
      state[v * Q + q] = sum;
      best = Math.max(best, sum);
    }
    for (let q = 0; q < Q; q++) state[v * Q + q] = Math.exp((state[v * Q + q] as number) - best);
    for (let f = 0; f < Q; f++) {
      let sum = 0;
      for (let q = 0; q < Q; q++)
        sum += priorOf(model, compose, base, q * Q + f) * (state[v * Q + q] as number);
      orientation[f] = (orientation[f] as number) + Math.log(sum);
    }
  }
  toProbabilities(orientation);

  swapped.fill(0);
  for (let v = 0; v < workers.length; v++) {
    const base = (workers[v] as number) * Q;
    for (let f = 0; f < Q; f++) {
      const chance = orientation[f] as number;
      if (chance < 1e-9) continue;
      let sum = 0;
      for (let q = 0; q < Q; q++)
        sum += priorOf(model, compose, base, q * Q + f) * (state[v * Q + q] as number);
      for (let q = 0; q < Q; q++) {
        const share =
          (chance * priorOf(model, compose, base, q * Q + f) * (state[v * Q + q] as number)) / sum;
        const actual = compose[q * Q + f] as number;
        if (actual >= 0) evidence.swap[base + actual] = (evidence.swap[base + actual] as number) + share;
        for (let p = 0; p < P; p++)
          if (swaps[q * P + p]) swapped[v * P + p] = (swapped[v * P + p] as number) + share;
      }
    }
  }
  signs.forEach((sign, p) => {
    if (sign === 0) return;
    evidence.sided[p] = (evidence.sided[p] as number) + 1;
    for (let f = 0; f < Q; f++)
      if (sign * (swaps[f * P + p] ? -1 : 1) > 0)
        evidence.positive[p] = (evidence.positive[p] as number) + (orientation[f] as number);
  });
}

/** The points anew: the mean of the answers by weight. */
function locate(
  { workers, x, y }: MatchedPose,
  index: number,
  K: number,
  merged: MergedPose,
  model: WorkerModel,
  { partner, pairOf }: { partner: Int32Array; pairOf: Int32Array },
  space: Workspace,
): number {
  const P = model.chirality.length;
  const { offsetX, offsetY } = space;
  let moved = 0;
  for (let k = 0; k < K; k++) {
    if (Number.isNaN(merged.x[k])) continue;
    const pair = pairOf[k] as number;
    let total = 0;
    let sumX = 0;
    let sumY = 0;
    for (let v = 0; v < workers.length; v++) {
      const exchanged = pair < 0 ? 0 : (space.swapped[v * P + pair] as number);
      const straight = v * K + k;
      const own = (1 - exchanged) * (space.straight[straight] as number);
      if (own > 0) {
        total += own;
        sumX += own * ((x[straight] as number) - (offsetX[straight] as number));
        sumY += own * ((y[straight] as number) - (offsetY[straight] as number));
      }
      if (exchanged === 0) continue;
      const at = v * K + (partner[k] as number);
      const other = exchanged * (space.crossed[at] as number);
      if (other > 0) {
        total += other;
        sumX += other * ((x[at] as number) - (offsetX[straight] as number));
        sumY += other * ((y[at] as number) - (offsetY[straight] as number));
      }
    }
    if (total <= 0) continue;
    const dx = sumX / total - (merged.x[k] as number);
    const dy = sumY / total - (merged.y[k] as number);
    moved += (dx * dx + dy * dy) / (model.keypoint[k] as number);
    merged.x[k] = sumX / total;
    merged.y[k] = sumY / total;
    // Where every answer looks gross the weights vanish; the point is then no worse than one answer of a guess.
    const oneAnswer = MOST_VARIANCE * (model.keypoint[k] as number) * (model.image[index] as number);
    merged.variance[k] = Math.min(1 / total, oneAnswer);
  }
  return moved;
}

/** What this animal says of its workers, keypoints and image, in units of what is believed of them. */
function gather(
  { workers, x, y, scale }: MatchedPose,
  index: number,
  K: number,
  [cos, sin]: readonly [number, number],
  merged: MergedPose,
  model: WorkerModel,
  evidence: WorkerEvidence,
  { partner, pairOf }: { partner: Int32Array; pairOf: Int32Array },
  space: Workspace,
): void {
  const P = model.chirality.length;
  for (let v = 0; v < workers.length; v++) {
    const w = workers[v] as number;
    for (let k = 0; k < K; k++) {
      const at = v * K + k;
      const pair = pairOf[k] as number;
      const exchanged = pair < 0 ? 0 : (space.swapped[v * P + pair] as number);
      for (let way = 0; way < (pair < 0 ? 1 : 2); way++) {
        const target = way ? (partner[k] as number) : k;
        const chance = way ? exchanged : 1 - exchanged;
        const rawX = (x[at] as number) - (merged.x[target] as number);
        const rawY = (y[at] as number) - (merged.y[target] as number);
        const dx = rawX - (space.offsetX[v * K + target] as number);
        const dy = rawY - (space.offsetY[v * K + target] as number);
        const squared = dx * dx + dy * dy + 2 * (merged.variance[target] as number);
        if (chance === 0 || Number.isNaN(squared)) continue;
        const weight = chance * ((way ? space.crossed[at] : space.straight[at]) as number);
        const inlier = chance * ((way ? space.crossedInlier[at] : space.straightInlier[at]) as number);
        const error = (weight * squared) / 2;
        evidence.worker[w] = (evidence.worker[w] as number) + error;
        evidence.workerCount[w] = (evidence.workerCount[w] as number) + inlier;
        evidence.keypoint[target] = (evidence.keypoint[target] as number) + error;
        evidence.keypointCount[target] = (evidence.keypointCount[target] as number) + inlier;
        evidence.image[index] = (evidence.image[index] as number) + error;
        evidence.imageCount[index] = (evidence.imageCount[index] as number) + inlier;
        evidence.gross[w] = (evidence.gross[w] as number) + chance - inlier;
        evidence.points[w] = (evidence.points[w] as number) + chance;
        if (inlier === 0) continue;
        const cell = w * K + target;
        evidence.biasCount[cell] = (evidence.biasCount[cell] as number) + inlier;
        evidence.biasX[cell] =
          (evidence.biasX[cell] as number) + (inlier * (cos * rawX + sin * rawY)) / scale;
        evidence.biasY[cell] =
          (evidence.biasY[cell] as number) + (inlier * (cos * rawY - sin * rawX)) / scale;
        evidence.biasSquare[target] =
          (evidence.biasSquare[target] as number) + (inlier * (rawX * rawX + rawY * rawY)) / scale ** 2;
      }
    }
  }
}

/** Cosine and sine of the animal's axis, from tail to head; the image's own where there is none. */
function directionOf(
  { x, y }: MergedPose,
  axis: readonly [number, number] | undefined,
): readonly [number, number] {
  if (!axis) return [1, 0];
  const dx = (x[axis[1]] as number) - (x[axis[0]] as number);
  const dy = (y[axis[1]] as number) - (y[axis[0]] as number);
  const length = Math.sqrt(dx * dx + dy * dy);
  return length > 0 && Number.isFinite(length) ? [dx / length, dy / length] : [1, 0];
}

/** Turns what is known of the workers' lasting offsets into pixels of this animal. */
function expectOffsets(
  { workers, scale }: MatchedPose,
  K: number,
  [cos, sin]: readonly [number, number],
  { biasX, biasY }: WorkerModel,
  { offsetX, offsetY }: Workspace,
): void {
  for (let v = 0; v < workers.length; v++) {
    const from = (workers[v] as number) * K;
    for (let k = 0; k < K; k++) {
      const along = (biasX[from + k] as number) * scale;
      const across = (biasY[from + k] as number) * scale;
      offsetX[v * K + k] = cos * along - sin * across;
      offsetY[v * K + k] = sin * along + cos * across;
    }
  }
}

function priorOf({ swap }: WorkerModel, compose: Int32Array, base: number, at: number): number {
  const actual = compose[at] as number;
  return actual < 0 ? RARE : (swap[base + actual] as number);
}

/** 1 or -1: the side of the axis on which the pair's left is; 0 when it cannot be told. */
function sideOf(
  { x, y }: MergedPose,
  [left, right]: readonly [number, number],
  axis: readonly [number, number] | undefined,
): number {
  if (!axis) return 0;
  const [tail, head] = axis;
  const along = [(x[head] as number) - (x[tail] as number), (y[head] as number) - (y[tail] as number)];
  const across = [(x[left] as number) - (x[right] as number), (y[left] as number) - (y[right] as number)];
  const cross = (along[0] as number) * (across[1] as number) - (along[1] as number) * (across[0] as number);
  return cross > 0 ? 1 : cross < 0 ? -1 : 0;
}

function toProbabilities(logs: Float64Array): void {
  let best = Number.NEGATIVE_INFINITY;
  for (const value of logs) best = Math.max(best, value);
  let total = 0;
  for (let i = 0; i < logs.length; i++) {
    logs[i] = Math.exp((logs[i] as number) - best);
    total += logs[i] as number;
  }
  for (let i = 0; i < logs.length; i++) logs[i] = (logs[i] as number) / total;
}
