import type { Selectable } from 'kysely';
import type { TaskTable } from '../database/schema.ts';
import type { Job } from '../engine/job.ts';

/** A task in a worker's hands, as the portal's pages and simulated workers get it. Times are ISO 8601. */
export interface LeasedTask {
  id: string;
  /** Name of the labeling job. */
  job: string;
  title: string;
  description: string;
  acceptedAt: string;
  expiresAt: string;
  /** The server's clock, so that a countdown does not depend on the worker's. */
  now: string;
  /** Path of the rendered template. */
  page: string;
}

export function describeLease(
  job: Job,
  task: Pick<Selectable<TaskTable>, 'taskId' | 'acceptedAt' | 'expiresAt'>,
  now: number,
): LeasedTask {
  return {
    id: task.taskId,
    job: job.name,
    title: job.request.HumanTaskConfig.TaskTitle,
    description: job.request.HumanTaskConfig.TaskDescription,
    acceptedAt: new Date(task.acceptedAt).toISOString(),
    expiresAt: new Date(task.expiresAt).toISOString(),
    now: new Date(now).toISOString(),
    page: `/portal/tasks/${task.taskId}/page`,
  };
}
