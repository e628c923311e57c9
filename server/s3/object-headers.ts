import type { IncomingMessage } from 'node:http';
import type { ObjectInfo, PutOptions } from '#server/object-store/object-store.ts';
import { S3Error } from './s3-error.ts';
import { header } from './s3-request.ts';

/** System headers that S3 stores with an object and gives back. */
const stored = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-website-redirect-location',
];

/** S3 takes 2 KB of user metadata. */
const MAX_METADATA = 2048;

/** What a put's headers say about the object. */
export function readObjectHeaders(req: IncomingMessage): PutOptions {
  const metadata: Record<string, string> = {};
  const headers: Record<string, string> = {};
  for (const name of Object.keys(req.headers)) {
    const value = header(req, name) ?? '';
    if (name.startsWith('x-amz-meta-')) metadata[name.slice('x-amz-meta-'.length)] = value;
    else if (stored.includes(name)) headers[name] = value;
  }
  if (Object.entries(metadata).flat().join('').length > MAX_METADATA) {
    throw new S3Error('InvalidArgument', 'Your metadata headers exceed the maximum allowed metadata size.');
  }
  // aws-chunked is about the transfer and no property of the object.
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked');
  delete headers['content-encoding'];
  if (encoding.length > 0) headers['content-encoding'] = encoding.join(',');
  const tagging = header(req, 'x-amz-tagging');
  return {
    contentType: header(req, 'content-type') ?? 'binary/octet-stream',
    metadata,
    headers,
    ...(tagging === undefined ? {} : { tags: Object.fromEntries(new URLSearchParams(tagging)) }),
  };
}

/** The conditions of a put: `If-None-Match: *` and `If-Match: <etag>`. */
export function readPutConditions(req: IncomingMessage): Pick<PutOptions, 'ifNoneMatch' | 'ifMatch'> {
  const none = header(req, 'if-none-match');
  const match = header(req, 'if-match');
  if (none !== undefined && none !== '*')
    throw new S3Error('NotImplemented', 'A put takes If-None-Match: * only.');
  return {
    ...(none === '*' ? { ifNoneMatch: '*' as const } : {}),
    ...(match === undefined ? {} : { ifMatch: match.replaceAll('"', '') }),
  };
}

/** The headers of a GET or HEAD answer, without length and range. */
export function objectHeaders(info: ObjectInfo, query: ReadonlyMap<string, string>): Record<string, string> {
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    etag: `"${info.etag}"`,
    'last-modified': info.lastModified.toUTCString(),
    'content-type': info.contentType ?? 'binary/octet-stream',
    ...info.headers,
  };
  for (const [name, value] of Object.entries(info.metadata)) headers[`x-amz-meta-${name}`] = value;
  const tags = Object.keys(info.tags ?? {}).length;
  if (tags > 0) headers['x-amz-tagging-count'] = String(tags);
  for (const [name, value] of query) {
    const override = /^response-(cache-control|content-(?:disposition|encoding|language|type)|expires)$/.exec(
      name,
    );
    if (override?.[1] !== undefined) headers[override[1]] = value.replace(/[\r\n]/g, ' ');
  }
  return headers;
}

/** The checksum headers of an object. */
export function checksumHeaders({ checksum }: Pick<ObjectInfo, 'checksum'>): Record<string, string> {
  if (!checksum) return {};
  return {
    [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value,
    'x-amz-checksum-type': checksum.type,
  };
}
