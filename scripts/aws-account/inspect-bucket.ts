import { GetBucketCorsCommand, HeadBucketCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { readAwsError } from '../aws-error.ts';
import type { Clients } from '../local-clients.ts';

/** What can be told about a bucket from outside. */
export type BucketState =
  | { state: 'ready'; region: string }
  | { state: 'missing' }
  /** The bucket is in a region where the job is not; undefined when AWS does not say which. */
  | { state: 'elsewhere'; region: string | undefined }
  /** Somebody else's. */
  | { state: 'foreign' }
  /** In this account, but these credentials may not use it. */
  | { state: 'forbidden' };

interface Fault {
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
}

/** Asks for a bucket, its region, and whether it is ours. */
export async function inspectBucket(clients: Clients, bucket: string): Promise<BucketState> {
  const { region } = clients.connection;
  try {
    const { BucketRegion } = await clients.s3.send(new HeadBucketCommand({ Bucket: bucket }));
    if (BucketRegion !== undefined && BucketRegion !== region)
      return { state: 'elsewhere', region: BucketRegion };
    return { state: 'ready', region: BucketRegion ?? region };
  } catch (error) {
    const { $metadata, $response } = error as Fault;
    const status = $metadata?.httpStatusCode ?? 0;
    const actual = $response?.headers?.['x-amz-bucket-region'];
    if (status === 404) return { state: 'missing' };
    if (status === 301 || status === 400) return { state: 'elsewhere', region: actual };
    if (status !== 403) throw readAwsError(error, clients.connection, { file: `s3://${bucket}` });
    return { state: (await isListed(clients, bucket)) ? 'forbidden' : 'foreign' };
  }
}

/** Whether the account has a bucket of this name. Without the right to list, nobody knows: it may be foreign. */
async function isListed(clients: Clients, bucket: string): Promise<boolean> {
  try {
    const { Buckets } = await clients.s3.send(new ListBucketsCommand({ Prefix: bucket }));
    return (Buckets ?? []).some(({ Name }) => Name === bucket);
  } catch {
    return false;
  }
}

/** Why a bucket cannot be used, and what to do; undefined when it can, or when it can be created. */
export function bucketProblem(bucket: string, found: BucketState, region: string): string | undefined {
  switch (found.state) {
    case 'ready':
    case 'missing':
      return undefined;
    case 'elsewhere':
      return `The bucket ${bucket} is in ${found.region ?? 'another region'}, and the job would run in ${region}. Data and job have to be in one region: say --region ${found.region ?? '<its region>'}, or copy the data to a bucket in ${region}.`;
    case 'foreign':
      return `The bucket ${bucket} belongs to another account, or these credentials may not see it. Bucket names are unique in all of AWS: choose another name, or ask its owner for s3:ListBucket.`;
    case 'forbidden':
      return `The bucket ${bucket} is this account's, but these credentials may not use it. Ask for s3:ListBucket, s3:GetObject and s3:PutObject on it.`;
  }
}

/**
 * Refuses a bucket that the job cannot use, before anything is sent.
 * @returns whether it has to be created
 * @throws {GroundTruthError} `invalid-argument` for a wrong region, `access-denied` for a bucket that is not ours
 */
export async function requireUsableBucket(clients: Clients, bucket: string): Promise<{ exists: boolean }> {
  const found = await inspectBucket(clients, bucket);
  const problem = bucketProblem(bucket, found, clients.connection.region);
  if (problem === undefined) return { exists: found.state === 'ready' };
  throw new GroundTruthError(found.state === 'elsewhere' ? 'invalid-argument' : 'access-denied', problem);
}

/** Whether a labeling page may load images from the bucket: it needs CORS that allows GET from everywhere. */
export async function allowsLabelingPages(clients: Clients, bucket: string): Promise<boolean> {
  try {
    const { CORSRules } = await clients.s3.send(new GetBucketCorsCommand({ Bucket: bucket }));
    return (CORSRules ?? []).some(
      ({ AllowedMethods, AllowedOrigins }) =>
        AllowedMethods?.includes('GET') && AllowedOrigins?.includes('*'),
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchCORSConfiguration') return false;
    throw readAwsError(error, clients.connection, { file: `s3://${bucket}` });
  }
}
