import { checksumHeaders, readObjectHeaders, readPutConditions } from './object-headers.ts';
import { openBody } from './open-body.ts';
import { S3Error } from './s3-error.ts';
import { type S3Request, sendEmpty } from './s3-request.ts';

/** PutObject: the body streams to disk and appears only when every check passed. */
export async function putObject(request: S3Request): Promise<void> {
  const { req, res, store, bucket, key } = request;
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  if (Buffer.byteLength(key) > 1024) throw new S3Error('KeyTooLongError');
  const { stream, checksum } = openBody(request);
  const info = await store.put(bucket, key, stream, {
    ...readObjectHeaders(req),
    ...readPutConditions(req),
    checksum,
  });
  const encryption = info.headers?.['x-amz-server-side-encryption'];
  sendEmpty(res, 200, {
    etag: `"${info.etag}"`,
    ...checksumHeaders(info),
    ...(encryption === undefined ? {} : { 'x-amz-server-side-encryption': encryption }),
  });
}
