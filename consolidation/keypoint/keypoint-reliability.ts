import type { Ledger } from '../ledger.ts';
import { swapStates } from './swap-states.ts';
import type { WorkerEvidence, WorkerModel } from './worker-model.ts';

/**
 * The numbers of a keypoint job's reliability. Shared: by keypoint the squared error per axis (px², in units of
 * the worker's and the image's variance) and the number of answers behind it, then by pair the animals whose
 * left is on side 1, and the animals with a side, then by keypoint the squared distances of all answers (in squares
 * of the animal's scale). By worker: squared error (in units of the keypoint's and the image's variance) and answers
 * behind it, gross errors, points, animals in each swap state, then by keypoint the answers and the sums of their
 * distances along and across the animal's axis (in units of its scale).
 */
const OWN = 4;

export function keypointLedgerSizes(
  keypointCount: number,
  pairCount: number,
): { shared: number; width: number } {
  return {
    shared: 3 * keypointCount + 2 * pairCount,
    width: OWN + swapStates(pairCount).count + 3 * keypointCount,
  };
}

/** Adds what earlier batches showed to a batch's evidence, in units of the present model. */
export function addCarried(
  evidence: WorkerEvidence,
  { carried: { shared, workers }, width }: Ledger,
  model: WorkerModel,
): void {
  const { worker: W, keypoint: K, chirality: P } = model;
  const states = width - OWN - 3 * K.length;
  for (let w = 0; w < W.length; w++) {
    const at = w * width;
    add(evidence.worker, w, (workers[at] as number) / (W[w] as number));
    add(evidence.workerCount, w, workers[at + 1] as number);
    add(evidence.gross, w, workers[at + 2] as number);
    add(evidence.points, w, workers[at + 3] as number);
    for (let q = 0; q < states; q++) add(evidence.swap, w * states + q, workers[at + OWN + q] as number);
    for (let k = 0; k < K.length; k++) {
      const from = at + OWN + states + 3 * k;
      add(evidence.biasCount, w * K.length + k, workers[from] as number);
      add(evidence.biasX, w * K.length + k, workers[from + 1] as number);
      add(evidence.biasY, w * K.length + k, workers[from + 2] as number);
    }
  }
  for (let k = 0; k < K.length; k++) {
    add(evidence.keypoint, k, (shared[2 * k] as number) / (K[k] as number));
    add(evidence.keypointCount, k, shared[2 * k + 1] as number);
  }
  for (let p = 0; p < P.length; p++) {
    add(evidence.positive, p, shared[2 * (K.length + p)] as number);
    add(evidence.sided, p, shared[2 * (K.length + p) + 1] as number);
  }
  for (let k = 0; k < K.length; k++)
    add(evidence.biasSquare, k, shared[2 * (K.length + P.length) + k] as number);
}

/** Writes a batch's own evidence down, in units that do not depend on the model it was found with. */
export function writeShown(
  { shown: { shared, workers }, width }: Ledger,
  evidence: WorkerEvidence,
  model: WorkerModel,
): void {
  const K = model.keypoint.length;
  const states = width - OWN - 3 * K;
  for (let w = 0; w < model.worker.length; w++) {
    const at = w * width;
    workers[at] = (evidence.worker[w] as number) * (model.worker[w] as number);
    workers[at + 1] = evidence.workerCount[w] as number;
    workers[at + 2] = evidence.gross[w] as number;
    workers[at + 3] = evidence.points[w] as number;
    for (let q = 0; q < states; q++) workers[at + OWN + q] = evidence.swap[w * states + q] as number;
    for (let k = 0; k < K; k++) {
      const from = at + OWN + states + 3 * k;
      workers[from] = evidence.biasCount[w * K + k] as number;
      workers[from + 1] = evidence.biasX[w * K + k] as number;
      workers[from + 2] = evidence.biasY[w * K + k] as number;
    }
  }
  for (let k = 0; k < K; k++) {
    shared[2 * k] = (evidence.keypoint[k] as number) * (model.keypoint[k] as number);
    shared[2 * k + 1] = evidence.keypointCount[k] as number;
  }
  for (let p = 0; p < model.chirality.length; p++) {
    shared[2 * (K + p)] = evidence.positive[p] as number;
    shared[2 * (K + p) + 1] = evidence.sided[p] as number;
  }
  for (let k = 0; k < K; k++) shared[2 * (K + model.chirality.length) + k] = evidence.biasSquare[k] as number;
}

/** Variance of each keypoint as earlier batches showed it; the start's own where they showed little. */
export function startFromCarried(start: Float64Array, { carried: { shared } }: Ledger): Float64Array {
  return start.map((value, k) =>
    (shared[2 * k + 1] as number) < 5 ? value : (shared[2 * k] as number) / (shared[2 * k + 1] as number),
  );
}

function add(values: Float64Array, index: number, value: number): void {
  values[index] = (values[index] as number) + value;
}
