import {
  type BucketLocationConstraint,
  type CORSRule,
  CreateBucketCommand,
  GetBucketCorsCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { withAwsErrors } from '../aws-error.ts';
import type { OnProgress } from '../progress.ts';
import type { DeployClients } from './deploy-clients.ts';

/** Without this rule a labeling page cannot read the pixels of an image, and says nothing about it. */
const labelingCors: CORSRule = {
  AllowedHeaders: [],
  AllowedMethods: ['GET'],
  AllowedOrigins: ['*'],
  ExposeHeaders: ['Access-Control-Allow-Origin'],
};

export interface ArtifactBucketOptions {
  bucket: string;
  accountId: string;
  /** Whether a bucket that is missing may be made, or one without CORS get the rule that images need. */
  confirm: (question: string) => Promise<boolean>;
  onProgress: OnProgress;
}

/** Our usual bucket; its name lets AWS's managed policies for Ground Truth read it. */
export const defaultBucket = (accountId: string, region: string) =>
  `gtkit-groundtruth-${accountId}-${region}`;

/**
 * Makes sure that the bucket is there, belongs to this account, lies in this region and lets labeling pages load
 * images. A new one is encrypted and closed to the public.
 * @throws {GroundTruthError} `access-denied` for somebody else's bucket, `invalid-argument` for another region,
 * `not-found` when it is missing and may not be made
 */
export async function ensureArtifactBucket(
  clients: DeployClients,
  options: ArtifactBucketOptions,
): Promise<void> {
  const { bucket, accountId, confirm, onProgress } = options;
  const { region } = clients.connection;
  const state = await lookAtBucket(clients, bucket, accountId);
  if (state === 'missing') {
    if (!(await confirm(`There is no bucket ${bucket}. Make it, encrypted and closed to the public?`))) {
      throw new GroundTruthError(
        'not-found',
        `There is no bucket ${bucket}. Name one of yours with --bucket, or let it be made.`,
      );
    }
    onProgress({ kind: 'step', text: `Making the bucket ${bucket} in ${region}` });
    await withAwsErrors(clients.connection, () => createBucket(clients, bucket, accountId));
  } else if (!(await hasCors(clients, bucket, accountId))) {
    const question = `The bucket ${bucket} has no CORS rule, so labeling pages cannot read its images. Add one?`;
    // Ours without the last of its settings is one whose making was broken off.
    const isOurs = bucket === defaultBucket(accountId, region);
    const complete = isOurs ? secureBucket : putCors;
    if (await confirm(question)) {
      await withAwsErrors(clients.connection, () => complete(clients, bucket, accountId));
    } else
      onProgress({ kind: 'step', text: `${bucket} stays without a CORS rule: its images will not load.` });
  }
}

async function lookAtBucket(clients: DeployClients, bucket: string, accountId: string) {
  const { region } = clients.connection;
  const wrongRegion = (actual: string) =>
    new GroundTruthError(
      'invalid-argument',
      `The bucket ${bucket} is in ${actual}, and this deployment goes to ${region}. Functions, buckets and labeling jobs have to share a region: say --region ${actual}, or take another bucket.`,
    );
  try {
    const head = await clients.s3.send(
      new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }),
    );
    if (head.BucketRegion !== undefined && head.BucketRegion !== region) throw wrongRegion(head.BucketRegion);
    return 'present';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata, $response } = error as {
      $metadata?: { httpStatusCode?: number };
      $response?: { headers?: Record<string, string> };
    };
    const actual = $response?.headers?.['x-amz-bucket-region'];
    if (actual !== undefined && actual !== region) throw wrongRegion(actual);
    if ($metadata?.httpStatusCode === 404) return 'missing';
    if ($metadata?.httpStatusCode === 403) {
      throw new GroundTruthError(
        'access-denied',
        `The bucket ${bucket} belongs to somebody else, or you may not see it (account ${accountId}). Nothing was sent to it. Choose another name with --bucket.`,
        { cause: error },
      );
    }
    return withAwsErrors(clients.connection, () => Promise.reject(error));
  }
}

async function createBucket(clients: DeployClients, bucket: string, accountId: string): Promise<void> {
  const { s3, connection } = clients;
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      // us-east-1 is the one region that may not be named.
      ...(connection.region === 'us-east-1'
        ? {}
        : {
            CreateBucketConfiguration: { LocationConstraint: connection.region as BucketLocationConstraint },
          }),
    }),
  );
  await secureBucket(clients, bucket, accountId);
}

/** Every setting of a bucket of ours. CORS comes last, so that it tells a complete one. */
async function secureBucket(clients: DeployClients, bucket: string, accountId: string): Promise<void> {
  const { s3 } = clients;
  const own = { Bucket: bucket, ExpectedBucketOwner: accountId };
  await s3.send(
    new PutPublicAccessBlockCommand({
      ...own,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(
    new PutBucketEncryptionCommand({
      ...own,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true }],
      },
    }),
  );
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      ...own,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  );
  await putCors(clients, bucket, accountId);
}

async function putCors({ s3, connection }: DeployClients, bucket: string, accountId: string): Promise<void> {
  const command = new PutBucketCorsCommand({
    Bucket: bucket,
    ExpectedBucketOwner: accountId,
    CORSConfiguration: { CORSRules: [labelingCors] },
  });
  await withAwsErrors(connection, () => s3.send(command));
}

async function hasCors({ s3, connection }: DeployClients, bucket: string, accountId: string) {
  try {
    const command = new GetBucketCorsCommand({ Bucket: bucket, ExpectedBucketOwner: accountId });
    const { CORSRules = [] } = await s3.send(command);
    return CORSRules.some(({ AllowedMethods = [] }) => AllowedMethods.includes('GET'));
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchCORSConfiguration') return false;
    return withAwsErrors(connection, () => Promise.reject(error));
  }
}
