import type { Call } from './evaluate-policy.ts';

/** Actions whose name in IAM is not that of the request. */
const renamed: Record<string, string> = {
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListBuckets: 'ListAllMyBuckets',
  HeadObject: 'GetObject',
  GetBucketCors: 'GetBucketCORS',
  PutBucketCors: 'PutBucketCORS',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  PutBucketEncryption: 'PutEncryptionConfiguration',
};

/** A request to S3 as IAM sees it: of the account, of a bucket or of an object. */
export function s3Call(
  operation: string,
  { Bucket = '', Key = '' }: { Bucket?: string; Key?: string },
): Call {
  const resource = Bucket === '' ? '*' : `arn:aws:s3:::${Bucket}${Key === '' ? '' : `/${Key}`}`;
  return { action: `s3:${renamed[operation] ?? operation}`, resource };
}
