import type { ObjectInfo } from '#server/object-store/object-store.ts';
import { uriEncode } from '../signature/signing-key.ts';
import { S3Error } from './s3-error.ts';
import { queryNumber, type S3Request, sendXml } from './s3-request.ts';
import { element, root, type Xml } from './write-xml.ts';

const MAX_KEYS = 1000;

/** Sorts after every usual character: a marker that is a common prefix skips all its keys. */
const LAST = '\u{10ffff}';

/** ListObjectsV2. The continuation token holds the last key of the page before. */
export async function listObjectsV2({ res, store, bucket, query }: S3Request): Promise<void> {
  const token = query.get('continuation-token');
  const startAfter = token === undefined ? query.get('start-after') : readToken(token);
  const page = await readPage({ store, bucket, query }, startAfter);
  const { encode } = page;
  sendXml(
    res,
    root('ListBucketResult', [
      ...page.head,
      element('KeyCount', page.result.objects.length + page.result.commonPrefixes.length),
      token === undefined ? undefined : element('ContinuationToken', token),
      page.result.nextStartAfter === undefined
        ? undefined
        : element('NextContinuationToken', Buffer.from(page.result.nextStartAfter).toString('base64url')),
      query.has('start-after') ? element('StartAfter', encode(query.get('start-after') ?? '')) : undefined,
      ...page.body(query.get('fetch-owner') === 'true'),
    ]),
  );
}

/** ListObjects, the first version, which many older clients still use. */
export async function listObjectsV1({ res, store, bucket, query }: S3Request): Promise<void> {
  const marker = query.get('marker') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const startAfter = delimiter !== '' && marker.endsWith(delimiter) ? marker + LAST : marker;
  const page = await readPage({ store, bucket, query }, startAfter === '' ? undefined : startAfter);
  const next = page.result.nextStartAfter?.replace(LAST, '');
  sendXml(
    res,
    root('ListBucketResult', [
      ...page.head,
      element('Marker', page.encode(marker)),
      next === undefined ? undefined : element('NextMarker', page.encode(next)),
      ...page.body(true),
    ]),
  );
}

async function readPage(
  { store, bucket, query }: Pick<S3Request, 'store' | 'bucket' | 'query'>,
  startAfter: string | undefined,
) {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = queryNumber(query, 'max-keys', MAX_KEYS, MAX_KEYS);
  const encoded = query.get('encoding-type') === 'url';
  const encode = (text: string) => (encoded ? uriEncode(text).replaceAll('%2F', '/') : text);
  const result = await store.list(bucket, {
    prefix,
    delimiter,
    maxKeys,
    ...(startAfter === undefined ? {} : { startAfter }),
  });
  const head = [
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    delimiter === '' ? undefined : element('Delimiter', encode(delimiter)),
    element('MaxKeys', maxKeys),
    encoded ? element('EncodingType', 'url') : undefined,
    element('IsTruncated', result.isTruncated),
  ];
  const body = (owner: boolean): Xml[] => [
    ...result.objects.map((info) => contents(info, encode, owner)),
    ...result.commonPrefixes.map((common) => element('CommonPrefixes', [element('Prefix', encode(common))])),
  ];
  return { head, body, result, encode };
}

function contents(info: ObjectInfo, encode: (text: string) => string, owner: boolean): Xml {
  return element('Contents', [
    element('Key', encode(info.key)),
    element('LastModified', info.lastModified.toISOString()),
    element('ETag', `"${info.etag}"`),
    info.checksum ? element('ChecksumAlgorithm', info.checksum.algorithm) : undefined,
    info.checksum ? element('ChecksumType', info.checksum.type) : undefined,
    element('Size', info.size),
    owner ? element('Owner', [element('ID', 'gtkit')]) : undefined,
    element('StorageClass', 'STANDARD'),
  ]);
}

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString();
  if (token === '' || Buffer.from(key).toString('base64url') !== token) {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return key;
}
