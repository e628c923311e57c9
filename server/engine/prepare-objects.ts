import type { Selectable } from 'kysely';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract } from '#contracts/parse.ts';
import { MAX_TASK_INPUT, PreAnnotationResponse } from '#contracts/pre-annotation.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import type { ObjectTable } from '../database/schema.ts';
import { type EngineContext, engineLimits } from './engine-context.ts';
import { failObjects } from './fail-objects.ts';
import { clientError } from './failure-reasons.ts';
import { forEachBounded } from './for-each-bounded.ts';
import { invokeFunction } from './invoke-function.ts';
import type { Job } from './job.ts';

type WaitingObject = Pick<Selectable<ObjectTable>, 'position' | 'line'>;

/** Opens waiting objects for workers, as many as the job may have in flight. */
export async function prepareObjects(context: EngineContext, job: Job): Promise<void> {
  const { db, closing } = context;
  const most = job.request.HumanTaskConfig.MaxConcurrentTaskCount ?? engineLimits.concurrentObjects;
  for (;;) {
    const { open } = await db
      .selectFrom('objects')
      .select((query) => query.fn.countAll<number>().as('open'))
      .where('jobKey', '=', job.jobKey)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    const waiting = await db
      .selectFrom('objects')
      .select(['position', 'line'])
      .where('jobKey', '=', job.jobKey)
      .where('state', '=', 'waiting')
      .orderBy('position')
      // In portions, so that a stopped job is noticed.
      .limit(Math.max(0, Math.min(most - Number(open), 64)))
      .execute();
    if (waiting.length === 0) return;
    await forEachBounded(waiting, engineLimits.preparing, async (object) => {
      if (!closing.aborted) await prepareObject(context, job, object);
    });
    const status = await db
      .selectFrom('jobs')
      .select('status')
      .where('jobKey', '=', job.jobKey)
      .executeTakeFirst();
    if (closing.aborted || status?.status !== 'InProgress') return;
  }
}

async function prepareObject(context: EngineContext, job: Job, object: WaitingObject): Promise<void> {
  const { db, clock, closing } = context;
  try {
    const line = JSON.parse(object.line) as Record<string, unknown>;
    await checkSource(context, line['source-ref']);
    const { taskInput, required } = await makeTaskInput(context, job, object.position, line);
    const lifetime =
      job.request.HumanTaskConfig.TaskAvailabilityLifetimeInSeconds ?? engineLimits.availabilitySeconds;
    await db
      .updateTable('objects')
      .set(
        required
          ? { state: 'open', taskInput, expiresAt: clock() + lifetime * 1000 }
          : // Not documented by AWS; the line passes through without a label.
            { state: 'skipped' },
      )
      .where('jobKey', '=', job.jobKey)
      .where('position', '=', object.position)
      .where('state', '=', 'waiting')
      .execute();
  } catch (error) {
    if (!(error instanceof GroundTruthError)) throw error;
    // A function that was killed with the server says nothing about the object.
    if (closing.aborted) return;
    const reason = error.code === 'lambda-failed' ? error.message : clientError(error.message);
    await failObjects(context, job, [object.position], 'waiting', reason);
  }
}

/** An image that is not there fails its object now, with a reason, instead of puzzling workers. */
async function checkSource(context: EngineContext, sourceRef: unknown): Promise<void> {
  if (typeof sourceRef !== 'string' || /^https?:\/\//.test(sourceRef)) return;
  const { bucket, key } = parseS3Uri(sourceRef);
  const info = await context.store.head(bucket, key).catch(() => undefined);
  if (info === undefined) {
    throw new GroundTruthError('not-found', `The data object ${sourceRef} does not exist.`);
  }
}

async function makeTaskInput(
  context: EngineContext,
  job: Job,
  position: number,
  line: Record<string, unknown>,
): Promise<{ taskInput: string; required: boolean }> {
  if (job.preFunction === undefined) return { taskInput: JSON.stringify(line), required: true };
  return await invokeFunction(
    context,
    {
      functionArn: job.preFunction,
      roleArn: job.request.RoleArn,
      event: { version: '2018-10-16', labelingJobArn: job.arn, dataObject: line },
      what: `job ${job.name}, object ${position}, pre-annotation`,
    },
    (answer) => {
      const response = parseContract(PreAnnotationResponse, answer, 'answer of the pre-annotation function');
      if ('humanAnnotationRequired' in response) {
        context.log(
          `job ${job.name}: the pre-annotation function answers "humanAnnotationRequired", which Ground Truth ignores; the name is "isHumanAnnotationRequired"`,
        );
      }
      const taskInput = JSON.stringify(response.taskInput);
      if (taskInput.length > MAX_TASK_INPUT) {
        throw new GroundTruthError(
          'limit-exceeded',
          `taskInput has ${taskInput.length} characters of ${MAX_TASK_INPUT}.`,
        );
      }
      // AWS's own samples answer with the words.
      const required = String(response.isHumanAnnotationRequired ?? true).toLowerCase() !== 'false';
      return { taskInput, required };
    },
  );
}
