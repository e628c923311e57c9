import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';

/** One object of a listing. */
export interface ListedObject {
  uri: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

let client: S3Client | undefined;

/** The client, made at the first use. This is the only file of the Lambdas that knows the SDK. */
function connect(): S3Client {
  // A server of our own has one host and no name for each bucket.
  const ownEndpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  client ??= new S3Client(ownEndpoint ? { endpoint: ownEndpoint, forcePathStyle: true } : {});
  return client;
}

/**
 * Reads the text of an object, with the function's own role.
 * @throws {GroundTruthError} `not-found` or `access-denied` with the address
 */
export async function readObjectText(uri: string): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  return withReason(uri, 's3:GetObject', 'read', async () => {
    const { Body } = await connect().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString('utf-8')) ?? '';
  });
}

/**
 * The first thousand objects below a prefix, in the order of their names.
 * @throws {GroundTruthError} as {@link readObjectText}
 */
export async function listObjects(prefix: string): Promise<ListedObject[]> {
  const { bucket, key } = parseS3Uri(prefix);
  return withReason(prefix, 's3:ListBucket', 'list', async () => {
    const { Contents } = await connect().send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key }));
    return (Contents ?? []).map(({ Key, Size, LastModified }) => ({
      uri: `s3://${bucket}/${Key ?? ''}`,
      size: Size ?? 0,
      modifiedAt: LastModified?.getTime() ?? 0,
    }));
  });
}

/**
 * Writes an object; one of that name gives way to it.
 * @throws {GroundTruthError} as {@link readObjectText}
 */
export async function writeObjectText(uri: string, text: string, kmsKeyId?: string | null): Promise<void> {
  const { bucket, key } = parseS3Uri(uri);
  const encryption = kmsKeyId ? ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId } as const) : {};
  await withReason(uri, 's3:PutObject', 'write', () =>
    connect().send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: 'application/json',
        ...encryption,
      }),
    ),
  );
}

async function withReason<T>(uri: string, action: string, verb: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    const denied = name === 'AccessDenied' || name === 'Forbidden';
    throw new GroundTruthError(
      denied ? 'access-denied' : 'not-found',
      denied
        ? `The function's role may not ${verb} ${uri}; it needs ${action} there.`
        : `Could not ${verb} ${uri}: ${cause instanceof Error ? cause.message || name : String(cause)}.`,
      { cause },
    );
  }
}
