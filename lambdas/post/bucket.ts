import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { requestS3, tagText } from './s3-request.ts';

/** One object of a listing. */
export interface ListedObject {
  uri: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

/**
 * Reads the text of an object, with the function's own role.
 * @throws {GroundTruthError} `not-found` or `access-denied` with the address
 */
export async function readObjectText(uri: string): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  return withReason(uri, 's3:GetObject', 'read', () => requestS3({ method: 'GET', bucket, key }));
}

/**
 * The first thousand objects below a prefix, in the order of their names.
 * @throws {GroundTruthError} as {@link readObjectText}
 */
export async function listObjects(prefix: string): Promise<ListedObject[]> {
  const { bucket, key } = parseS3Uri(prefix);
  return withReason(prefix, 's3:ListBucket', 'list', async () => {
    const xml = await requestS3({ method: 'GET', bucket, query: { 'list-type': '2', prefix: key } });
    return [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = '']) => ({
      uri: `s3://${bucket}/${tagText(entry, 'Key') ?? ''}`,
      size: Number(tagText(entry, 'Size') ?? 0),
      modifiedAt: Date.parse(tagText(entry, 'LastModified') ?? '') || 0,
    }));
  });
}

/**
 * Writes an object; one of that name gives way to it.
 * @throws {GroundTruthError} as {@link readObjectText}
 */
export async function writeObjectText(uri: string, text: string, kmsKeyId?: string | null): Promise<void> {
  const { bucket, key } = parseS3Uri(uri);
  const encryption = kmsKeyId
    ? { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyId }
    : {};
  await withReason(uri, 's3:PutObject', 'write', () =>
    requestS3({
      method: 'PUT',
      bucket,
      key,
      headers: { 'content-type': 'application/json', ...encryption },
      body: text,
    }),
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
        : `Could not ${verb} ${uri}: ${cause instanceof Error ? (cause.message || name).replace(/\.$/, '') : String(cause)}.`,
      { cause },
    );
  }
}
