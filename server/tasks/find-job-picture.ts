import type { Database } from '../database/open-database.ts';

/**
 * The image that stands for a job in a worker's list: the source of its first object.
 * @returns an S3 URI, or undefined when the job is not in progress or its objects are no images in a bucket
 */
export async function findJobPicture(db: Database, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('objects')
    .innerJoin('jobs', 'jobs.jobKey', 'objects.jobKey')
    .select('objects.line')
    .where('jobs.jobKey', '=', name.toLowerCase())
    .where('jobs.status', '=', 'InProgress')
    .orderBy('objects.position')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { 'source-ref': source } = JSON.parse(row.line) as Record<string, unknown>;
  return typeof source === 'string' && source.startsWith('s3://') ? source : undefined;
}
