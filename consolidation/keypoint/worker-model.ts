import type { PoseBatch } from './pose-batch.ts';
import type { SwapStates } from './swap-states.ts';

/** Pseudo-answers by which a worker's variance, an image's difficulty and a worker's swaps are drawn to the crowd's. */
const WORKER_ANSWERS = 12;
const IMAGE_ANSWERS = 12;
const SWAP_ANSWERS = 3;

/** Pseudo-animals on either side, so that a few that happen to lie alike are no rule. */
const SIDED_ANIMALS = 4;

const MAX_CHIRALITY = 0.995;

/** What EM believes of the workers, keypoints and images of a job. */
export interface WorkerModel {
  /** Relative variance of each worker; geometric mean 1. */
  worker: Float64Array;
  /** Variance of each keypoint per axis, px². */
  keypoint: Float64Array;
  /** Relative variance of each animal; geometric mean 1. */
  image: Float64Array;
  /** Probability of a gross error of each worker. */
  gross: Float64Array;
  /** Probability of each swap state of each worker, at [worker * states + state]. */
  swap: Float64Array;
  /** Probability by pair that an animal's left is on the side `side` (1 or -1) of its axis. */
  chirality: Float64Array;
  side: Int8Array;
  /** Lasting offset of each worker's keypoints at [worker * keypoints + keypoint], in units of the animal's scale. */
  biasX: Float64Array;
  biasY: Float64Array;
}

/** Sums over the job from which the next {@link WorkerModel} is made. */
export interface WorkerEvidence {
  worker: Float64Array;
  workerCount: Float64Array;
  keypoint: Float64Array;
  keypointCount: Float64Array;
  image: Float64Array;
  imageCount: Float64Array;
  gross: Float64Array;
  points: Float64Array;
  swap: Float64Array;
  /** Animals whose left is on side 1, and animals with a side, by pair. */
  positive: Float64Array;
  sided: Float64Array;
  /** Answers, and sums of their distances on each axis, at [worker * keypoints + keypoint]; scales of the animal. */
  biasCount: Float64Array;
  biasX: Float64Array;
  biasY: Float64Array;
  /** Sum of the squared distances by keypoint. */
  biasSquare: Float64Array;
}

export function newEvidence(batch: PoseBatch, states: SwapStates): WorkerEvidence {
  const { workerCount: W, keypointCount: K, poses, pairs } = batch;
  return {
    worker: new Float64Array(W),
    workerCount: new Float64Array(W),
    keypoint: new Float64Array(K),
    keypointCount: new Float64Array(K),
    image: new Float64Array(poses.length),
    imageCount: new Float64Array(poses.length),
    gross: new Float64Array(W),
    points: new Float64Array(W),
    swap: new Float64Array(W * states.count),
    positive: new Float64Array(pairs.length),
    sided: new Float64Array(pairs.length),
    biasCount: new Float64Array(W * K),
    biasX: new Float64Array(W * K),
    biasY: new Float64Array(W * K),
    biasSquare: new Float64Array(K),
  };
}

/** Before anything is learned: all workers and images alike, five per cent of gross errors, no chirality. */
export function newModel(batch: PoseBatch, states: SwapStates, keypoint: Float64Array): WorkerModel {
  const { workerCount: W, keypointCount: K, poses, pairs } = batch;
  const swap = new Float64Array(W * states.count);
  for (let w = 0; w < W; w++) swap.set(states.prior, w * states.count);
  return {
    worker: new Float64Array(W).fill(1),
    keypoint,
    image: new Float64Array(poses.length).fill(1),
    gross: new Float64Array(W).fill(0.05),
    swap,
    chirality: new Float64Array(pairs.length).fill(0.5),
    side: new Int8Array(pairs.length).fill(1),
    biasX: new Float64Array(W * K),
    biasY: new Float64Array(W * K),
  };
}

/**
 * The M-step for everything but the points. Each estimate is drawn to the crowd's by a few pseudo-answers, so
 * that a worker of one answer is an average worker. Variances of workers and of images take turns: learned at
 * once, each would answer for the other's excess and they would swing.
 */
export function learnWorkers(
  model: WorkerModel,
  evidence: WorkerEvidence,
  states: SwapStates,
  learnImages: boolean,
  normalizeWorkers = true,
): void {
  if (learnImages) {
    for (let i = 0; i < model.image.length; i++)
      model.image[i] = shrunk(evidence.image, evidence.imageCount, i, model.image, IMAGE_ANSWERS);
    normalize(model.image);
  } else {
    for (let w = 0; w < model.worker.length; w++)
      model.worker[w] = shrunk(evidence.worker, evidence.workerCount, w, model.worker, WORKER_ANSWERS);
    // With workers of earlier batches carried in, they and not this batch's workers say what the average is.
    if (normalizeWorkers) normalize(model.worker);
    for (let k = 0; k < model.keypoint.length; k++) {
      const count = evidence.keypointCount[k] as number;
      const ratio = ((evidence.keypoint[k] as number) + 1) / (count + 1);
      model.keypoint[k] = Math.max(1e-12, (model.keypoint[k] as number) * ratio);
    }
  }
  for (let w = 0; w < model.gross.length; w++) {
    const rate = ((evidence.gross[w] as number) + 0.5) / ((evidence.points[w] as number) + 10);
    model.gross[w] = Math.min(0.6, Math.max(1e-3, rate));
  }
  learnSwaps(model, evidence, states);
  for (let p = 0; p < model.chirality.length; p++) {
    const sided = evidence.sided[p] as number;
    const share = ((evidence.positive[p] as number) + SIDED_ANIMALS) / (sided + 2 * SIDED_ANIMALS);
    model.side[p] = share >= 0.5 ? 1 : -1;
    model.chirality[p] = Math.min(MAX_CHIRALITY, Math.max(share, 1 - share));
  }
}

function learnSwaps(
  { swap, gross }: WorkerModel,
  evidence: WorkerEvidence,
  { count: Q, prior }: SwapStates,
): void {
  const crowd = Float64Array.from(prior, (value) => value * SWAP_ANSWERS);
  evidence.swap.forEach((value, at) => {
    crowd[at % Q] = (crowd[at % Q] as number) + value;
  });
  const total = crowd.reduce((sum, value) => sum + value, 0);
  for (let w = 0; w < gross.length; w++) {
    let own = SWAP_ANSWERS;
    for (let q = 0; q < Q; q++) own += evidence.swap[w * Q + q] as number;
    for (let q = 0; q < Q; q++) {
      const share = (crowd[q] as number) / total;
      swap[w * Q + q] = ((evidence.swap[w * Q + q] as number) + SWAP_ANSWERS * share) / own;
    }
  }
}

/** Evidence is squared error in units of the present estimate, so an estimate that fits gives a ratio of 1. */
function shrunk(
  sum: Float64Array,
  count: Float64Array,
  index: number,
  present: Float64Array,
  pseudo: number,
): number {
  const own = (sum[index] as number) * (present[index] as number);
  return Math.max(1e-6, (own + pseudo) / ((count[index] as number) + pseudo));
}

function normalize(values: Float64Array): void {
  let logs = 0;
  for (const value of values) logs += Math.log(value);
  const mean = Math.exp(logs / Math.max(1, values.length));
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / mean;
}
