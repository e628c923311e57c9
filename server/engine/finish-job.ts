import { Readable } from 'node:stream';
import { formatS3Uri } from '#contracts/s3-uri.ts';
import type { ObjectState } from '../database/schema.ts';
import type { EngineContext } from './engine-context.ts';
import { type Job, updateJob } from './job.ts';
import { outputLayout } from './output-layout.ts';

/** Lines of the output manifest that are read at once. */
const PAGE = 1000;

const unfinished: ObjectState[] = ['waiting', 'open', 'answered', 'consolidating'];

/** Writes the output manifest and ends the job, when no object has anything left to do. */
export async function finishJob(context: EngineContext, job: Job): Promise<void> {
  const { db } = context;
  const counts = await db
    .selectFrom('objects')
    .select((query) => ['state', query.fn.countAll<number>().as('count')])
    .where('jobKey', '=', job.jobKey)
    .groupBy('state')
    .execute();
  if (counts.some(({ state }) => unfinished.includes(state))) return;

  const { bucket, outputManifest: key } = outputLayout(job);
  await context.store.put(bucket, key, Readable.from(outputLines(context, job)), {
    contentType: 'application/x-jsonlines',
  });
  const allFailed = counts.length === 1 && counts[0]?.state === 'failed';
  const status = job.status === 'Stopping' ? 'Stopped' : allFailed ? 'Failed' : 'Completed';
  await updateJob(db, job.jobKey, [job.status], {
    status,
    failureReason: allFailed ? await firstReason(context, job) : null,
    outputManifest: formatS3Uri({ bucket, key }),
    modifiedAt: context.clock(),
  });
  context.log(`job ${job.name}: ${status}`);
}

/** As many lines as the input has, in its order; lines without a result as they came in. */
async function* outputLines({ db }: EngineContext, { jobKey }: Job): AsyncGenerator<string> {
  for (let start = 0; ; start += PAGE) {
    const rows = await db
      .selectFrom('objects')
      .select(['line', 'outputLine'])
      .where('jobKey', '=', jobKey)
      .where('position', '>=', start)
      .where('position', '<', start + PAGE)
      .orderBy('position')
      .execute();
    if (rows.length === 0) return;
    yield rows.map(({ line, outputLine }) => `${outputLine ?? line}\n`).join('');
  }
}

async function firstReason({ db }: EngineContext, { jobKey }: Job): Promise<string> {
  const object = await db
    .selectFrom('objects')
    .select(['position', 'failureReason'])
    .where('jobKey', '=', jobKey)
    .where('state', '=', 'failed')
    .orderBy('position')
    .executeTakeFirst();
  return `Every data object failed. Object ${object?.position}: ${object?.failureReason}`.slice(0, 1024);
}
