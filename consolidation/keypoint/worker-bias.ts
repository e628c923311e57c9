import type { PoseBatch } from './pose-batch.ts';
import type { WorkerEvidence, WorkerModel } from './worker-model.ts';

/** Share of the variance of answers that has to be lasting offsets before any are believed. */
const LEAST_SHARE = 0.05;

/** Answers that there must be, on average, of each worker to each keypoint. */
const LEAST_ANSWERS = 8;

/** What a job shows of lasting offsets, by keypoint: variances per axis, in squares of the animal's scale. */
interface OffsetVariance {
  between: Float64Array;
  within: Float64Array;
}

/**
 * Where a worker takes a keypoint for a place beside the crowd's: an offset that stays from image to image, in units
 * of the animal's scale, along and across its axis where the skeleton has one. Learned as a random effect: each mean
 * residual is drawn to 0 as strongly as the job's own variances within and between workers say. Nobody knows where
 * all are wrong together, so that the offsets of a keypoint have the mean 0.
 * @returns false, and offsets of 0, as long as the job does not show that its workers have any
 */
export function learnBias(
  model: WorkerModel,
  evidence: WorkerEvidence,
  { keypointCount: K }: PoseBatch,
): boolean {
  const { biasX, biasY, worker } = model;
  biasX.fill(0);
  biasY.fill(0);
  const variance = offsetVariance(evidence, K);
  if (!variance) return false;
  for (let k = 0; k < K; k++) {
    const between = variance.between[k] as number;
    if (between <= 0) continue;
    let [count, sumX, sumY] = [0, 0, 0];
    for (let w = 0; w < worker.length; w++) {
      const at = w * K + k;
      const n = evidence.biasCount[at] as number;
      if (n === 0) continue;
      const strength = n + ((variance.within[k] as number) * (worker[w] as number)) / between;
      biasX[at] = (evidence.biasX[at] as number) / strength;
      biasY[at] = (evidence.biasY[at] as number) / strength;
      count += n;
      sumX += n * (biasX[at] as number);
      sumY += n * (biasY[at] as number);
    }
    for (let w = 0; w < worker.length; w++) {
      const at = w * K + k;
      if (evidence.biasCount[at] === 0) continue;
      biasX[at] = (biasX[at] as number) - sumX / count;
      biasY[at] = (biasY[at] as number) - sumY / count;
    }
  }
  return true;
}

/** One-way analysis of variance by keypoint; undefined where offsets are too small a part, or answers too few. */
function offsetVariance(
  { biasCount, biasX, biasY, biasSquare }: WorkerEvidence,
  K: number,
): OffsetVariance | undefined {
  const between = new Float64Array(K);
  const within = new Float64Array(K);
  let [answers, cells, explained, all] = [0, 0, 0, 0];
  for (let k = 0; k < K; k++) {
    let [n, squares, workers, means] = [0, 0, 0, 0];
    for (let at = k; at < biasCount.length; at += K) {
      const own = biasCount[at] as number;
      if (own < 1) continue;
      n += own;
      squares += own * own;
      workers++;
      means += ((biasX[at] as number) ** 2 + (biasY[at] as number) ** 2) / own;
    }
    answers += n;
    cells += workers;
    if (workers < 2 || n <= workers) continue;
    const inner = Math.max(0, (biasSquare[k] as number) - means) / (2 * (n - workers));
    const outer = means / (2 * (workers - 1));
    within[k] = inner;
    between[k] = Math.max(0, (outer - inner) / ((n - squares / n) / (workers - 1)));
    const total = inner + (between[k] as number);
    if (total <= 0) continue;
    explained += (n * (between[k] as number)) / total;
    all += n;
  }
  if (all === 0 || explained / all < LEAST_SHARE || answers < LEAST_ANSWERS * cells) return undefined;
  return { between, within };
}
