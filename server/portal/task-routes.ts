import { Hono } from 'hono';
import * as z from 'zod/mini';
import { parseContract } from '#contracts/parse.ts';
import { acceptTask } from '../tasks/accept-task.ts';
import { findJobPicture } from '../tasks/find-job-picture.ts';
import { declineTask, releaseTask } from '../tasks/give-back-task.ts';
import { listJobsForWorker } from '../tasks/list-jobs-for-worker.ts';
import { submitTask } from '../tasks/submit-task.ts';
import type { PortalContext, PortalEnv } from './portal-context.ts';
import { readJsonBody } from './read-json-body.ts';

const Submission = z.object({ taskAnswers: z.string() });

/** The list of jobs, and taking, answering and giving back tasks. */
export function taskRoutes(portal: PortalContext): Hono<PortalEnv> {
  const routes = new Hono<PortalEnv>();
  routes.get('/jobs', async (context) => {
    const jobs = await listJobsForWorker(portal.db, context.get('worker').id, portal.clock());
    return context.json({ jobs });
  });
  routes.get('/jobs/:job/picture', async (context) => {
    const picture = await findJobPicture(portal.db, context.req.param('job'));
    return picture === undefined
      ? context.body(null, 404)
      : context.redirect(portal.grantReadAccess(picture));
  });
  routes.post('/jobs/:job/tasks', async (context) => {
    const task = await acceptTask(portal, context.req.param('job'), context.get('worker').id);
    return task === undefined ? context.body(null, 204) : context.json({ task });
  });
  routes.post('/tasks/:id/submit', async (context) => {
    const { taskAnswers } = parseContract(Submission, await readJsonBody(context), 'submission');
    const worker = context.get('worker').id;
    const job = await submitTask(portal, context.req.param('id'), worker, taskAnswers);
    // The answer is in; that the next task cannot be had must not make it look refused.
    const next = await acceptTask(portal, job, worker).catch((error: unknown) => {
      portal.log(`job ${job}: no next task: ${String(error)}`);
      return undefined;
    });
    return context.json({ next: next ?? null });
  });
  routes.post('/tasks/:id/decline', async (context) => {
    await declineTask(portal, context.req.param('id'), context.get('worker').id);
    return context.json({});
  });
  routes.post('/tasks/:id/release', async (context) => {
    await releaseTask(portal, context.req.param('id'), context.get('worker').id);
    return context.json({});
  });
  return routes;
}
