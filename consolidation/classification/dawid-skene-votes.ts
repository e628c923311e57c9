import type { Ledger } from '../ledger.ts';
import { chooseClass } from './choose-class.ts';
import { majorityVotes } from './majority-votes.ts';
import type { MergedVotes, VoteBatch } from './vote-batch.ts';
import { weightedVotes } from './weighted-votes.ts';

const MAX_ITERATIONS = 100;

const NO_ANSWERS = new Int32Array();

/** EM ends when the posteriors move less than this on average. */
const TOLERANCE = 1e-5;

/** Smallest probability of an answer; keeps logarithms finite. */
const FLOOR = 1e-10;

/** Pseudo-answers by which a confusion row is drawn to the worker's overall accuracy. */
const POOL = 4;

/** So many that a confusion row is the worker's overall accuracy and nothing else. */
const ONE_COIN = 1e12;

/** Posteriors of dependent workers are too sure: their logits are halved for the confidence. */
const TEMPER = 0.5;

/** Below this many tasks, or where nobody answered thrice, nothing can be learned about workers. */
const MIN_TASKS = 20;
const MIN_OVERLAP = 3;

/** Dawid and Skene (1979): each worker has a confusion matrix, learned by EM from the answers alone. */
export function dawidSkeneVotes(batch: VoteBatch): MergedVotes {
  return learnWorkers(batch, 0);
}

/**
 * Dawid-Skene whose confusion rows are drawn towards "right with the worker's own accuracy, wrong anyhow",
 * which keeps it from collapsing where answers are few; plain majority on jobs too small to learn from.
 */
export function hybridVotes(batch: VoteBatch): MergedVotes {
  const answers = new Int32Array(batch.workerCount);
  for (const worker of batch.worker) answers[worker] = (answers[worker] as number) + 1;
  const earlier = batch.ledger?.objects ?? 0;
  const learned = learnWorkers(batch, POOL);
  // Too few to believe what was learned, but not to add it to what later batches learn.
  if (batch.taskCount + earlier < MIN_TASKS || !(earlier || answers.some((count) => count >= MIN_OVERLAP)))
    return majorityVotes(batch);
  return learned;
}

/** As hybrid with nothing but a worker's overall accuracy: one coin decides whether an answer is right. */
export function oneCoinVotes(batch: VoteBatch): MergedVotes {
  return learnWorkers(batch, ONE_COIN);
}

function learnWorkers(batch: VoteBatch, pool: number): MergedVotes {
  const { taskCount: N, workerCount: W, classCount: K } = batch;
  let posterior = clamp(batch, shares(batch));
  const logTheta = new Float64Array(W * K * K);
  const logPrior = new Float64Array(K);
  // Workers known from earlier batches vote with what they are worth from the start.
  if (batch.ledger?.objects) {
    learn({ ...batch, task: NO_ANSWERS, taskCount: 0 }, posterior, pool, logTheta, logPrior);
    posterior = clamp(batch, expect(batch, logTheta, logPrior));
  }
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    learn(batch, posterior, pool, logTheta, logPrior);
    const next = clamp(batch, expect(batch, logTheta, logPrior));
    let moved = 0;
    for (let i = 0; i < N; i++) {
      let most = 0;
      for (let j = 0; j < K; j++)
        most = Math.max(most, Math.abs((next[i * K + j] as number) - (posterior[i * K + j] as number)));
      moved += most;
    }
    posterior = next;
    if (moved < TOLERANCE * N) break;
  }
  if (batch.ledger) writeShown(batch, posterior, batch.ledger);
  const choice = new Int32Array(N);
  const confidence = new Float64Array(N);
  for (let i = 0; i < N; i++) {
    const best = chooseClass(posterior, i, K);
    choice[i] = best;
    confidence[i] = tempered(posterior, i, K, best);
  }
  return { choice, confidence };
}

/** Vote shares: the start of EM, which also keeps classes from trading names. */
function shares(batch: VoteBatch): Float64Array {
  const { classCount: K } = batch;
  const votes = weightedVotes(batch);
  for (let row = 0; row < batch.taskCount; row++) {
    let total = 0;
    for (let j = 0; j < K; j++) total += votes[row * K + j] as number;
    for (let j = 0; j < K; j++)
      votes[row * K + j] = total > 0 ? (votes[row * K + j] as number) / total : 1 / K;
  }
  return votes;
}

/** Where the truth is known, there is nothing to estimate, and the workers are judged by it. */
function clamp({ gold, classCount: K }: VoteBatch, posterior: Float64Array): Float64Array {
  gold?.forEach((truth, row) => {
    if (truth >= 0) for (let j = 0; j < K; j++) posterior[row * K + j] = j === truth ? 1 : 0;
  });
  return posterior;
}

/** Soft counts of this batch alone: by class, and by worker at [answer * K + truth]. */
function writeShown(
  { taskCount: N, classCount: K, task, worker, label }: VoteBatch,
  posterior: Float64Array,
  { shown: { shared, workers } }: Ledger,
): void {
  for (let i = 0; i < N * K; i++) shared[i % K] = (shared[i % K] as number) + (posterior[i] as number);
  for (let i = 0; i < task.length; i++) {
    const at = ((worker[i] as number) * K + (label[i] as number)) * K;
    for (let j = 0; j < K; j++)
      workers[at + j] = (workers[at + j] as number) + (posterior[(task[i] as number) * K + j] as number);
  }
}

/** M-step: log confusion at [(worker * K + answer) * K + truth], answer first so that E reads in order. */
function learn(
  { taskCount: N, workerCount: W, classCount: K, task, worker, label, ledger, prior }: VoteBatch,
  posterior: Float64Array,
  pool: number,
  logTheta: Float64Array,
  logPrior: Float64Array,
): void {
  const right = new Float64Array(W);
  const answered = new Float64Array(W);
  let allRight = 0;
  let allAnswered = ledger?.frozen ? 0 : task.length;
  logTheta.fill(0);
  if (prior) for (let w = 0; w < W; w++) logTheta.set(prior, w * K * K);
  if (ledger) {
    for (let at = 0; at < logTheta.length; at++) {
      const count = ledger.carried.workers[at] as number;
      logTheta[at] = (logTheta[at] as number) + count;
      const w = Math.floor(at / (K * K));
      answered[w] = (answered[w] as number) + count;
      allAnswered += count;
      if (Math.floor(at / K) % K !== at % K) continue;
      right[w] = (right[w] as number) + count;
      allRight += count;
    }
  }
  for (let i = 0; i < (ledger?.frozen ? 0 : task.length); i++) {
    const w = worker[i] as number;
    const l = label[i] as number;
    const row = (task[i] as number) * K;
    const at = (w * K + l) * K;
    for (let j = 0; j < K; j++)
      logTheta[at + j] = (logTheta[at + j] as number) + (posterior[row + j] as number);
    const p = posterior[row + l] as number;
    right[w] = (right[w] as number) + p;
    answered[w] = (answered[w] as number) + 1;
    allRight += p;
  }
  const crowd = allAnswered === 0 ? 0.5 : allRight / allAnswered;
  for (let w = 0; w < W; w++) {
    const accuracy = ((right[w] as number) + 2 * crowd) / ((answered[w] as number) + 2);
    const wrong = K > 1 ? (1 - accuracy) / (K - 1) : 0;
    for (let j = 0; j < K; j++) {
      let total = pool;
      for (let l = 0; l < K; l++) total += logTheta[(w * K + l) * K + j] as number;
      for (let l = 0; l < K; l++) {
        const at = (w * K + l) * K + j;
        const count = (logTheta[at] as number) + pool * (l === j ? accuracy : wrong);
        logTheta[at] = Math.log(Math.max(FLOOR, total > 0 ? count / total : 1 / K));
      }
    }
  }
  for (let j = 0; j < K; j++) {
    let sum = 1 + ((ledger?.carried.shared[j] as number | undefined) ?? 0);
    if (!ledger?.frozen) for (let i = 0; i < N; i++) sum += posterior[i * K + j] as number;
    logPrior[j] = Math.log(sum);
  }
}

/** E-step: the posterior of every task, in logarithms with the maximum taken off. */
function expect(
  { taskCount: N, classCount: K, task, worker, label }: VoteBatch,
  logTheta: Float64Array,
  logPrior: Float64Array,
): Float64Array {
  const posterior = new Float64Array(N * K);
  for (let i = 0; i < N; i++) posterior.set(logPrior, i * K);
  for (let i = 0; i < task.length; i++) {
    const row = (task[i] as number) * K;
    const at = ((worker[i] as number) * K + (label[i] as number)) * K;
    for (let j = 0; j < K; j++)
      posterior[row + j] = (posterior[row + j] as number) + (logTheta[at + j] as number);
  }
  for (let row = 0; row < N * K; row += K) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < K; j++) highest = Math.max(highest, posterior[row + j] as number);
    let total = 0;
    for (let j = 0; j < K; j++) {
      const value = Math.exp((posterior[row + j] as number) - highest);
      posterior[row + j] = value;
      total += value;
    }
    for (let j = 0; j < K; j++) posterior[row + j] = (posterior[row + j] as number) / total;
  }
  return posterior;
}

/** Posterior of the chosen class with halved logits, mixed with one per cent of not knowing. */
function tempered(posterior: Float64Array, row: number, K: number, best: number): number {
  let total = 0;
  for (let j = 0; j < K; j++) total += Math.max(FLOOR, posterior[row * K + j] as number) ** TEMPER;
  const own = Math.max(FLOOR, posterior[row * K + best] as number) ** TEMPER / total;
  return 0.99 * own + 0.01 / K;
}
