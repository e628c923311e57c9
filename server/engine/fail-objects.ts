import type { Database } from '../database/open-database.ts';
import type { ObjectState } from '../database/schema.ts';
import type { EngineContext } from './engine-context.ts';
import type { Job } from './job.ts';

/** The line of a failed object: the input, no label, and metadata as the service writes it. */
export function failedLine(line: string, labelAttributeName: string, failureReason: string): string {
  return JSON.stringify({
    ...(JSON.parse(line) as object),
    [`${labelAttributeName}-metadata`]: {
      'retry-count': 1,
      'failure-reason': failureReason,
      // "true", where a label's metadata says "yes": so it is in real manifests.
      'human-annotated': 'true',
    },
  });
}

/** Marks objects as failed for good, if they still are in the state that the caller saw. */
export async function failObjects(
  context: Pick<EngineContext, 'log'> & { db: Database },
  job: Job,
  positions: readonly number[],
  from: ObjectState,
  failureReason: string,
): Promise<void> {
  for (const position of positions) {
    const object = await context.db
      .selectFrom('objects')
      .select('line')
      .where('jobKey', '=', job.jobKey)
      .where('position', '=', position)
      .executeTakeFirstOrThrow();
    await context.db
      .updateTable('objects')
      .set({
        state: 'failed',
        failureReason,
        outputLine: failedLine(object.line, job.request.LabelAttributeName, failureReason),
      })
      .where('jobKey', '=', job.jobKey)
      .where('position', '=', position)
      .where('state', '=', from)
      .execute();
    context.log(`job ${job.name}, object ${position}: failed: ${failureReason}`);
  }
}
