import { setTimeout as wait } from 'node:timers/promises';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { answerTask } from './answer-task.ts';
import { DEFAULT_ENDPOINT } from './connection.ts';
import { describeJob, hasEnded, type JobDetails } from './labeling-job.ts';
import type { Clients } from './local-clients.ts';
import type { OnProgress } from './progress.ts';
import { readTruth } from './read-truth.ts';
import { createSimulatedWorkers, type SimulatedWorker } from './simulated-answer.ts';
import { withPatience } from './with-patience.ts';
import { WorkerClient } from './worker-client.ts';

export interface SimulateOptions {
  clients: Clients;
  job: string;
  workers: number;
  /** The same seed and job give the same answers. */
  seed?: number;
  /** Known answers; without it the workers see the skeleton's rest pose, or made-up boxes. */
  truthFile?: string;
  onProgress?: OnProgress;
  signal?: AbortSignal;
  /** How long a server that does not answer is waited for, such as during a restart. */
  patienceMs?: number;
}

export interface SimulationResult {
  job: string;
  status: string;
  /** Why the whole job failed. */
  failureReason?: string;
  labeled: number;
  failed: number;
  unlabeled: number;
  /** Different workers that every object needs. */
  workersPerObject: number;
  /** Answers that the portal took. */
  submitted: number;
  /** Tasks given back because their image could not be had. */
  declined: number;
  /** Answers that came too late. */
  rejected: number;
  /** Requests that were repeated because the server did not answer. */
  retries: number;
  wallMs: number;
  tasksPerSecond: number;
}

/** Pause of a worker who finds nothing to do, and between looks at the job. */
const POLL_MS = 150;

/**
 * How long nothing may happen before the workers go home. Where they can finish every object alone, only a slow
 * function can be in the way; else the rest waits for other people.
 */
const idleMs = { finishable: 120_000, waitsForOthers: 3000 };

/**
 * Lets simulated workers label a job through the portal, each on their own, until it has ended or nothing is
 * left that they could take.
 */
export async function simulate(options: SimulateOptions): Promise<SimulationResult> {
  const { clients, job, onProgress = () => {}, signal, patienceMs = 60_000 } = options;
  const baseUrl = clients.connection.endpointUrl;
  if (baseUrl === undefined) {
    throw new GroundTruthError(
      'unsupported',
      `Simulated workers need our own worker portal, such as ${DEFAULT_ENDPOINT}; on AWS people label.`,
    );
  }
  const truth = options.truthFile === undefined ? undefined : await readTruth(options.truthFile);
  const look = () =>
    withPatience(() => describeJob(clients, job), { patienceMs, ...(signal ? { signal } : {}) });
  let state = await look();
  // Until the manifest is read, nobody knows how much there is to do.
  while (state.status === 'Initializing' && !signal?.aborted) {
    await wait(POLL_MS);
    state = await look();
  }
  const counts = { submitted: 0, declined: 0, rejected: 0 };
  const crew = createSimulatedWorkers(options.workers, options.seed ?? 1);
  const sessions = crew.map(
    (worker) => new WorkerClient({ baseUrl, name: worker.name, patienceMs, ...(signal ? { signal } : {}) }),
  );
  const start = performance.now();
  let changedAt = start;
  let over = hasEnded(state);
  const answersNeeded = state.unlabeled * Math.min(state.workersPerObject, options.workers);

  const report = () => {
    const seconds = (performance.now() - start) / 1000;
    const { submitted } = counts;
    onProgress({
      kind: 'count',
      text: 'Labeling',
      // The bar is full only when the job is over: after the last answer the labels are still being made.
      done: over ? submitted : Math.min(submitted, Math.max(0, answersNeeded - 1)),
      total: over ? submitted : answersNeeded,
      note: `${state.labeled} labeled, ${state.failed} failed, ${(submitted / Math.max(seconds, 0.001)).toFixed(1)} tasks/s`,
    });
  };

  async function work(worker: SimulatedWorker, session: WorkerClient): Promise<void> {
    await session.signIn();
    let task = await session.accept(job);
    while (!over && !signal?.aborted) {
      if (task === undefined) {
        await wait(POLL_MS);
        task = await session.accept(job);
        continue;
      }
      const answered = await answerTask(session, task, worker, truth);
      counts[answered.outcome]++;
      changedAt = performance.now();
      report();
      task = answered.next ?? (await session.accept(job));
    }
  }

  /** Looks at the job until it ends, or until nothing has happened for a while. */
  async function watch(): Promise<void> {
    const enough = options.workers >= state.workersPerObject;
    while (!over && !signal?.aborted) {
      await wait(POLL_MS);
      const next = await look();
      if (progressed(state, next)) changedAt = performance.now();
      state = next;
      report();
      const patience = enough && counts.declined === 0 ? idleMs.finishable : idleMs.waitsForOthers;
      over = hasEnded(state) || performance.now() - changedAt > patience;
    }
  }

  // Whoever fails ends the others' loops; they are waited for, so that nothing runs on behind the caller.
  const failing = async (part: Promise<void>) => {
    try {
      await part;
    } catch (error) {
      over = true;
      throw error;
    }
  };
  const ended = await Promise.allSettled([
    failing(watch()),
    ...crew.map((worker, index) => failing(work(worker, sessions[index] as WorkerClient))),
  ]);
  over = true;
  const failure = ended.find((part) => part.status === 'rejected');
  if (failure && !signal?.aborted) throw failure.reason;
  const wallMs = Math.round(performance.now() - start);
  state = signal?.aborted ? state : await look();
  if (counts.submitted > 0) report();
  return {
    job,
    status: state.status,
    ...(state.failureReason === undefined ? {} : { failureReason: state.failureReason }),
    labeled: state.labeled,
    failed: state.failed,
    unlabeled: state.unlabeled,
    workersPerObject: state.workersPerObject,
    ...counts,
    retries: sessions.reduce((sum, session) => sum + session.retries, 0),
    wallMs,
    tasksPerSecond: Math.round((10_000 * counts.submitted) / Math.max(wallMs, 1)) / 10,
  };
}

const progressed = (a: JobDetails, b: JobDetails): boolean =>
  a.labeled !== b.labeled || a.failed !== b.failed || a.status !== b.status;
