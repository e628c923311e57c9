import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { requireUsableBucket } from './aws-account/inspect-bucket.ts';
import { readAwsError, withAwsErrors } from './aws-error.ts';
import type { Clients } from './local-clients.ts';

/** One object of a listing. */
export interface ListedObject {
  uri: string;
  key: string;
  size: number;
}

/**
 * Makes sure that a bucket exists and that a labeling page may load its images: Ground Truth needs the CORS
 * rule below, without which a canvas cannot read the pixels. An existing bucket is left as it is.
 * @throws {GroundTruthError} `invalid-argument` for a wrong region, `access-denied` for a bucket that is not ours
 */
export async function ensureBucket(clients: Clients, bucket: string): Promise<void> {
  const { exists } = await requireUsableBucket(clients, bucket);
  if (exists) return;
  await withAwsErrors(clients.connection, async () => {
    await clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await clients.s3.send(
      new PutBucketCorsCommand({
        Bucket: bucket,
        CORSConfiguration: {
          CORSRules: [
            {
              AllowedHeaders: [],
              AllowedMethods: ['GET'],
              AllowedOrigins: ['*'],
              ExposeHeaders: ['Access-Control-Allow-Origin'],
            },
          ],
        },
      }),
    );
  });
}

/** Every object below an S3 URI, however many there are. */
export async function* listObjects(clients: Clients, prefix: string): AsyncGenerator<ListedObject> {
  const { bucket, key } = parseS3Uri(prefix);
  try {
    for await (const page of paginateListObjectsV2({ client: clients.s3 }, { Bucket: bucket, Prefix: key })) {
      for (const { Key, Size } of page.Contents ?? [])
        if (Key !== undefined) yield { uri: `s3://${bucket}/${Key}`, key: Key, size: Size ?? 0 };
    }
  } catch (error) {
    throw readAwsError(error, clients.connection, { file: prefix });
  }
}

/**
 * Reads a whole object.
 * @throws {GroundTruthError} `not-found` with the URI
 */
export async function readObject(clients: Clients, uri: string): Promise<Uint8Array> {
  const { bucket, key } = parseS3Uri(uri);
  return withAwsErrors(
    clients.connection,
    async () => {
      const answer = await clients.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
    },
    { file: uri },
  );
}

/** Writes a whole object and returns its URI. */
export async function writeObject(
  clients: Clients,
  uri: string,
  body: Uint8Array | string,
  contentType: string,
): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  await withAwsErrors(
    clients.connection,
    () =>
      clients.s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
      ),
    { file: uri },
  );
  return uri;
}
