import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';

let client: S3Client | undefined;

/**
 * Reads the text of an object, with the function's own role. The only file of the Lambdas that knows the SDK.
 * @throws {GroundTruthError} `not-found` or `access-denied` with the address
 */
export async function readObjectText(uri: string): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  // A server of our own has one host and no name for each bucket.
  const ownEndpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  client ??= new S3Client(ownEndpoint ? { endpoint: ownEndpoint, forcePathStyle: true } : {});
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString('utf-8')) ?? '';
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    const denied = name === 'AccessDenied' || name === 'Forbidden';
    throw new GroundTruthError(
      denied ? 'access-denied' : 'not-found',
      denied
        ? `The function's role may not read ${uri}; it needs s3:GetObject there.`
        : `Could not read ${uri}: ${cause instanceof Error ? cause.message || name : String(cause)}.`,
      { cause },
    );
  }
}
