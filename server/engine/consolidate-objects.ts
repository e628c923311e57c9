import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { ObjectTable } from '../database/schema.ts';
import { type EngineContext, engineLimits } from './engine-context.ts';
import type { Job } from './job.ts';
import { mergeLabel } from './merge-label.ts';
import { fileTime } from './output-layout.ts';
import { runBatch } from './run-batch.ts';
import { readAnswers, writeWorkerResponse } from './write-worker-response.ts';

type AnsweredObject = Pick<Selectable<ObjectTable>, 'position' | 'line' | 'answeredAt' | 'firstAnsweredAt'>;

/** Makes labels of the objects that have their answers. First the batches that a crash interrupted. */
export async function consolidateObjects(context: EngineContext, job: Job): Promise<void> {
  const { db, closing } = context;
  const interrupted = await db
    .selectFrom('batches')
    .selectAll()
    .where('jobKey', '=', job.jobKey)
    .where('state', '=', 'requested')
    .orderBy('fileTime')
    .execute();
  for (const batch of interrupted) if (!closing.aborted) await runBatch(context, job, batch);

  while (!closing.aborted && (await isTimeForBatch(context, job))) {
    const objects = await db
      .selectFrom('objects')
      .select(['position', 'line', 'answeredAt', 'firstAnsweredAt'])
      .where('jobKey', '=', job.jobKey)
      .where('state', '=', 'answered')
      .orderBy('position')
      .limit(engineLimits.batchObjects)
      .execute();
    if (objects.length === 0) return;
    if (job.postFunction === undefined) await labelWithoutFunction(context, job, objects);
    else await runBatch(context, job, await recordBatch(context, job, objects));
  }
}

/** Consolidation learns from many objects at once, so an object waits a little while others are on their way. */
async function isTimeForBatch({ db, clock }: EngineContext, job: Job): Promise<boolean> {
  const rows = await db
    .selectFrom('objects')
    .select((query) => [
      'state',
      query.fn.countAll<number>().as('count'),
      query.fn.min('answeredAt').as('since'),
    ])
    .where('jobKey', '=', job.jobKey)
    .where('state', 'in', ['waiting', 'open', 'answered'])
    .groupBy('state')
    .execute();
  const answered = rows.find(({ state }) => state === 'answered');
  if (answered === undefined) return false;
  const others = rows.some(({ state }) => state !== 'answered');
  const waited = clock() - Number(answered.since);
  return (
    !others || Number(answered.count) >= engineLimits.batchObjects || waited >= engineLimits.batchDelayMs
  );
}

/** Writes down what is going to be consolidated before the function is called. */
async function recordBatch({ db, clock }: EngineContext, job: Job, objects: readonly AnsweredObject[]) {
  return await db.transaction().execute(async (transaction) => {
    const last = await transaction
      .selectFrom('batches')
      .select((query) => query.fn.max('fileTime').as('fileTime'))
      .where('jobKey', '=', job.jobKey)
      .executeTakeFirst();
    const batch = {
      batchId: randomUUID(),
      jobKey: job.jobKey,
      fileTime: nextFileTime(last?.fileTime ?? undefined, clock()),
      state: 'requested' as const,
    };
    await transaction.insertInto('batches').values(batch).execute();
    for (const { position } of objects) {
      await transaction
        .updateTable('objects')
        .set({ state: 'consolidating', batchId: batch.batchId })
        .where('jobKey', '=', job.jobKey)
        .where('position', '=', position)
        .execute();
    }
    return batch;
  });
}

/** Names are seconds; a second batch within one second takes the next. */
function nextFileTime(last: string | undefined, now: number): string {
  const time = fileTime(now);
  if (last === undefined || time > last) return time;
  return fileTime(Date.parse(`${last.replace('_', 'T')}Z`) + 1000);
}

/** Without a consolidation function the label is `{}` and the metadata says where the answers are. */
async function labelWithoutFunction(
  context: EngineContext,
  job: Job,
  objects: readonly AnsweredObject[],
): Promise<void> {
  const labelAttributeName = job.request.LabelAttributeName;
  for (const object of objects) {
    const { position, line } = object;
    const answers = await readAnswers(context, job.jobKey, position);
    const now = context.clock();
    const uri = await writeWorkerResponse(context, job, object, answers);
    await context.db
      .updateTable('objects')
      .set({
        state: 'labeled',
        outputLine: mergeLabel(
          line,
          { [labelAttributeName]: {} },
          { name: job.name, labelAttributeName },
          now,
          {
            'worker-response-ref': uri,
          },
        ),
      })
      .where('jobKey', '=', job.jobKey)
      .where('position', '=', position)
      .execute();
  }
}
