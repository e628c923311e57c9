import type { Selectable, Updateable } from 'kysely';
import { ADAPTIVE_TAG, type AdaptiveAssignment, parseAdaptive } from '#contracts/adaptive-assignment.ts';
import type { CreateLabelingJobRequest } from '#contracts/labeling-api.ts';
import type { Database } from '../database/open-database.ts';
import type { JobTable } from '../database/schema.ts';

/** A labeling job as the engine sees it: its row with the request parsed. */
export interface Job extends Omit<JobRow, 'request' | 'labelCategories'> {
  request: CreateLabelingJobRequest;
  labelCategories: string[] | undefined;
  /** ARN of the pre-annotation function; undefined when `task.input` is the manifest line. */
  preFunction: string | undefined;
  /** ARN of the consolidation function; undefined when the label is `{}`. */
  postFunction: string | undefined;
  /** Set when objects that are not sure get more answers. */
  adaptive: AdaptiveAssignment | undefined;
}

/** Every column but the template, which is large and only the task page's. */
export const jobColumns = [
  'jobKey',
  'name',
  'arn',
  'status',
  'failureReason',
  'request',
  'referenceCode',
  'workteamKey',
  'workersPerObject',
  'createdAt',
  'modifiedAt',
  'labelCategories',
  'outputManifest',
] as const satisfies readonly (keyof JobTable)[];

export type JobRow = Pick<Selectable<JobTable>, (typeof jobColumns)[number]>;

export function readJob(row: JobRow): Job {
  const request = JSON.parse(row.request) as CreateLabelingJobRequest;
  const task = request.HumanTaskConfig;
  return {
    ...row,
    request,
    labelCategories: row.labelCategories === null ? undefined : (JSON.parse(row.labelCategories) as string[]),
    preFunction: unlessPassThrough(task.PreHumanTaskLambdaArn),
    postFunction: unlessPassThrough(task.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn),
    adaptive: readAdaptive(request),
  };
}

/**
 * What the job's tags say of adaptive assignment.
 * @throws {GroundTruthError} `invalid-argument`; never for a job that was created
 */
export function readAdaptive(request: CreateLabelingJobRequest): AdaptiveAssignment | undefined {
  const tag = request.Tags?.find(({ Key }) => Key === ADAPTIVE_TAG);
  return tag && parseAdaptive(tag.Value, request.HumanTaskConfig.NumberOfHumanWorkersPerDataObject);
}

/** Ground Truth's own PRE-PassThrough and ACS-PassThrough do what no function does. */
function unlessPassThrough(arn: string | undefined): string | undefined {
  return arn === undefined || /:function:(PRE|ACS)-PassThrough$/.test(arn) ? undefined : arn;
}

/** The job of a name in any case, or undefined. */
export async function findJob(db: Database, name: string): Promise<Job | undefined> {
  const row = await db
    .selectFrom('jobs')
    .select(jobColumns)
    .where('jobKey', '=', name.toLowerCase())
    .executeTakeFirst();
  return row === undefined ? undefined : readJob(row);
}

/** Changes a job only while it has one of the given states, so that two steps cannot overwrite each other. */
export async function updateJob(
  db: Database,
  jobKey: string,
  from: readonly JobTable['status'][],
  change: Updateable<JobTable>,
): Promise<boolean> {
  const result = await db
    .updateTable('jobs')
    .set(change)
    .where('jobKey', '=', jobKey)
    .where('status', 'in', from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
