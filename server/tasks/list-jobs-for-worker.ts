import type { Database } from '../database/open-database.ts';
import { jobColumns, readJob } from '../engine/job.ts';
import { needsWorker } from './needs-worker.ts';
import { untouchedBy } from './untouched-by.ts';

/** A job in the list that a worker chooses from. */
export interface JobForWorker {
  name: string;
  title: string;
  description: string;
  keywords: string[];
  /** Tasks that this worker can take now, with the one in hand. */
  available: number;
  /** Answers that this worker gave. */
  submitted: number;
  taskTimeLimitInSeconds: number;
  /** ISO 8601. */
  createdAt: string;
}

/** The jobs in progress, newest first. */
export async function listJobsForWorker(
  db: Database,
  workerId: string,
  now: number,
): Promise<JobForWorker[]> {
  const rows = await db
    .selectFrom('jobs')
    .select(jobColumns)
    .where('status', '=', 'InProgress')
    .orderBy('createdAt', 'desc')
    .orderBy('jobKey')
    .limit(500)
    .execute();
  return await Promise.all(
    rows.map(async (row) => {
      const { jobKey, name, request, createdAt, workersPerObject } = readJob(row);
      const { open } = await db
        .selectFrom('objects')
        .select((query) => query.fn.countAll<number>().as('open'))
        .where('jobKey', '=', jobKey)
        .where('state', '=', 'open')
        .where((query) => needsWorker(query, workersPerObject))
        .where('expiresAt', '>', now)
        .where((query) => untouchedBy(query, workerId))
        .executeTakeFirstOrThrow();
      const own = await db
        .selectFrom('tasks')
        .select((query) => ['state', query.fn.countAll<number>().as('count')])
        .where('jobKey', '=', jobKey)
        .where('workerId', '=', workerId)
        .where('state', 'in', ['accepted', 'submitted'])
        .groupBy('state')
        .execute();
      const countOf = (state: string) => Number(own.find((entry) => entry.state === state)?.count ?? 0);
      const task = request.HumanTaskConfig;
      return {
        name,
        title: task.TaskTitle,
        description: task.TaskDescription,
        keywords: task.TaskKeywords ?? [],
        available: Number(open) + countOf('accepted'),
        submitted: countOf('submitted'),
        taskTimeLimitInSeconds: task.TaskTimeLimitInSeconds,
        createdAt: new Date(createdAt).toISOString(),
      };
    }),
  );
}
