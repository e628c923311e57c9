import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { type ParsedTemplate, parseTemplate } from '../liquid/render-template.ts';
import { findTask } from '../tasks/find-task.ts';
import type { PortalContext } from './portal-context.ts';

/** Parsed templates that are kept; one job has one. */
const KEPT = 50;

/** Amazon's script of crowd elements, as every template names it. Only this address is answered by us. */
const CROWD_SCRIPT = /https:\/\/assets\.crowd\.aws\/crowd-html-elements(-v2)?\.js/g;

/** Makes a function that renders the page of a worker's task. */
export function createTaskPages(portal: PortalContext) {
  const templates = new Map<string, ParsedTemplate>();

  async function templateOf(jobKey: string): Promise<ParsedTemplate> {
    const kept = templates.get(jobKey);
    if (kept !== undefined) return kept;
    const { template } = await portal.db
      .selectFrom('jobs')
      .select('template')
      .where('jobKey', '=', jobKey)
      .executeTakeFirstOrThrow();
    const parsed = parseTemplate(template ?? '');
    if (templates.size >= KEPT) templates.clear();
    templates.set(jobKey, parsed);
    return parsed;
  }

  /**
   * The template filled with the task's input. Its bytes are the requester's but for the crowd script's address.
   * @throws {GroundTruthError} `not-found`, `conflict` when the task is over, `invalid-template`
   */
  return async (taskId: string, workerId: string): Promise<string> => {
    const task = await findTask(portal.db, taskId, workerId);
    if (task.state !== 'accepted') {
      throw new GroundTruthError('conflict', `This task was ${task.state} before.`);
    }
    const { taskInput } = await portal.db
      .selectFrom('objects')
      .select('taskInput')
      .where('jobKey', '=', task.jobKey)
      .where('position', '=', task.position)
      .executeTakeFirstOrThrow();
    const template = await templateOf(task.jobKey);
    const html = template.render(JSON.parse(taskInput ?? '{}'), portal.grantReadAccess);
    return html.replace(CROWD_SCRIPT, '/portal/assets/crowd-html-elements.js');
  };
}
