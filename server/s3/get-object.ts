import { pipeline } from 'node:stream/promises';
import type { ObjectInfo } from '#server/object-store/object-store.ts';
import { checksumHeaders, objectHeaders } from './object-headers.ts';
import { S3Error } from './s3-error.ts';
import { header, type S3Request } from './s3-request.ts';

/** GetObject and HeadObject: conditions, one range, checksums on request. */
export async function getObject(request: S3Request): Promise<void> {
  const { req, res, store, bucket, key, query } = request;
  const info = await store.head(bucket, key);
  if (!info) throw new S3Error(store.bucketExists(bucket) ? 'NoSuchKey' : 'NoSuchBucket');
  const headers = objectHeaders(info, query);
  if (isUnchanged(request, info)) {
    res.writeHead(304, { etag: headers['etag'], 'last-modified': headers['last-modified'] }).end();
    return;
  }
  const range = readRange(header(req, 'range'), info.size);
  if (!range && header(req, 'x-amz-checksum-mode') === 'ENABLED')
    Object.assign(headers, checksumHeaders(info));
  headers['content-length'] = String(range ? range.end - range.start + 1 : info.size);
  if (range) headers['content-range'] = `bytes ${range.start}-${range.end}/${info.size}`;
  const status = range ? 206 : 200;
  if (req.method === 'HEAD') {
    res.writeHead(status, headers).end();
    return;
  }
  const { info: opened, body } = await store.stream(bucket, key, range ?? {});
  if (opened.etag !== info.etag) {
    // Overwritten in between: begin again with what is there now.
    body.destroy();
    return getObject(request);
  }
  res.writeHead(status, headers);
  // A client that goes away is no failure of ours.
  await pipeline(body, res).catch(() => res.destroy());
}

/** True for "not modified"; throws when a condition of the client does not hold. */
function isUnchanged({ req }: S3Request, info: ObjectInfo): boolean {
  const names = (list: string) => list.split(',').map((part) => part.trim().replace(/^W\/|"/g, ''));
  const includes = (list: string) => names(list).some((name) => name === '*' || name === info.etag);
  const changedAt = Math.floor(info.lastModified.getTime() / 1000) * 1000;
  const match = header(req, 'if-match');
  const unmodifiedSince = Date.parse(header(req, 'if-unmodified-since') ?? '');
  if (match === undefined ? changedAt > unmodifiedSince : !includes(match))
    throw new S3Error('PreconditionFailed');
  const none = header(req, 'if-none-match');
  const modifiedSince = Date.parse(header(req, 'if-modified-since') ?? '');
  return none === undefined ? changedAt <= modifiedSince : includes(none);
}

/** Reads `bytes=a-b`, `bytes=a-` or `bytes=-n`; several ranges or nonsense mean the whole object, as in S3. */
export function readRange(
  text: string | undefined,
  size: number,
): { start: number; end: number } | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, from = '', to = ''] = match;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < start) return undefined;
  if (start > end) throw new S3Error('InvalidRange');
  return { start, end };
}
