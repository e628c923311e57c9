import { consolidateObjects } from './consolidate-objects.ts';
import type { EngineContext } from './engine-context.ts';
import { expireLeases, expireObjects } from './expire-tasks.ts';
import { finishJob } from './finish-job.ts';
import { initializeJob } from './initialize-job.ts';
import { findJob, type Job } from './job.ts';
import { prepareObjects } from './prepare-objects.ts';
import { stopObjects } from './stop-objects.ts';
import { createWorkLoop, type WorkLoop } from './work-loop.ts';

/** How often running jobs are looked at without being woken: leases and objects run out by time. */
const TICK_MS = 1000;

/** Moves labeling jobs forward. All that it knows is in the database, so it can be killed at any moment. */
export interface Engine {
  /** There may be something to do for this job. Cheap; may be called for every answer. */
  wake(jobKey: string): void;
  /** Takes up the jobs that were running. */
  start(): Promise<void>;
  /** Ends after the steps under way. Abort `closing` first. */
  close(): Promise<void>;
}

/** Makes the engine. Preparing, consolidating and watching a job go on side by side. */
export function createEngine(base: Omit<EngineContext, 'wake'>): Engine {
  const loops = new Map<string, WorkLoop[]>();
  const context: EngineContext = { ...base, wake };
  let timer: NodeJS.Timeout | undefined;

  function wake(jobKey: string): void {
    if (context.closing.aborted) return;
    let own = loops.get(jobKey);
    if (own === undefined) {
      const loop = (step: (job: Job) => Promise<void>) =>
        createWorkLoop(
          async () => {
            const job = await findJob(context.db, jobKey);
            if (job !== undefined) await step(job);
          },
          (error) => context.log(`job ${jobKey}: ${error instanceof Error ? error.stack : String(error)}`),
        );
      const watching = loop(watch);
      // What these two finish may be the last of the job.
      const thenWatch = (step: (job: Job) => Promise<void>) => async (job: Job) => {
        await step(job);
        watching.wake();
      };
      own = [watching, loop(thenWatch(prepare)), loop(thenWatch(consolidate))];
      loops.set(jobKey, own);
    }
    for (const loop of own) loop.wake();
  }

  async function watch(job: Job): Promise<void> {
    switch (job.status) {
      case 'Initializing':
        await initializeJob(context, job);
        wake(job.jobKey);
        return;
      case 'InProgress':
        await expireLeases(context.db, job.jobKey, context.clock());
        await expireObjects(context, job);
        await finishJob(context, job);
        return;
      case 'Stopping':
        await stopObjects(context, job);
        await finishJob(context, job);
        return;
      default:
        // Done: nothing will wake it but a mistake.
        loops.delete(job.jobKey);
    }
  }

  async function prepare(job: Job): Promise<void> {
    if (job.status === 'InProgress') await prepareObjects(context, job);
  }

  async function consolidate(job: Job): Promise<void> {
    if (job.status !== 'InProgress' && job.status !== 'Stopping') return;
    await consolidateObjects(context, job);
  }

  return {
    wake,
    async start() {
      const running = await context.db
        .selectFrom('jobs')
        .select('jobKey')
        .where('status', 'in', ['Initializing', 'InProgress', 'Stopping'])
        .execute();
      for (const { jobKey } of running) wake(jobKey);
      timer = setInterval(() => {
        for (const jobKey of loops.keys()) wake(jobKey);
      }, TICK_MS);
      timer.unref();
    },
    async close() {
      clearInterval(timer);
      await Promise.all([...loops.values()].flat().map((loop) => loop.stop()));
    },
  };
}
