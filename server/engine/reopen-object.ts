import type { Selectable, Updateable } from 'kysely';
import { labelConfidence } from '#contracts/label-confidence.ts';
import type { Database } from '../database/open-database.ts';
import type { ObjectTable } from '../database/schema.ts';
import type { Job } from './job.ts';

type MergedObject = Pick<Selectable<ObjectTable>, 'answers' | 'expiresAt' | 'answeredAt' | 'firstAnsweredAt'>;

/**
 * What becomes of an object whose label is not sure enough: it is open for one more worker. Undefined when the
 * label stays: it is sure, there is no confidence to go by, or the object has all the answers or the time that
 * it may have. Stored in the transaction that stores the label, so that a crash forgets neither or both.
 * @param content what the consolidation function returned
 */
export function reopened(
  job: Job,
  object: MergedObject,
  content: Record<string, unknown>,
  now: number,
): Updateable<ObjectTable> | undefined {
  const { adaptive, request } = job;
  if (adaptive === undefined || object.answers >= adaptive.max) return undefined;
  const { expiresAt } = object;
  if (expiresAt !== null && expiresAt <= now) return undefined;
  const confidence = labelConfidence(content[`${request.LabelAttributeName}-metadata`]);
  if (confidence === undefined || confidence >= adaptive.targetConfidence) return undefined;
  const patience = adaptive.waitSeconds && now + adaptive.waitSeconds * 1000;
  return {
    state: 'open',
    wanted: object.answers + 1,
    batchId: null,
    expiresAt: patience === undefined ? expiresAt : Math.min(expiresAt ?? patience, patience),
    firstAnsweredAt: object.firstAnsweredAt ?? object.answeredAt,
  };
}

/** A job that is being stopped opens nothing again; what it was when the batch began does not count. */
export async function isInProgress(db: Database, { jobKey }: Job): Promise<boolean> {
  const row = await db.selectFrom('jobs').select('status').where('jobKey', '=', jobKey).executeTakeFirst();
  return row?.status === 'InProgress';
}
