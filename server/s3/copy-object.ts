import type { ObjectInfo, PutOptions } from '#server/object-store/object-store.ts';
import { readObjectHeaders, readPutConditions } from './object-headers.ts';
import { S3Error } from './s3-error.ts';
import { header, type S3Request, sendXml } from './s3-request.ts';
import { element, root } from './write-xml.ts';

/** CopyObject: bytes from `x-amz-copy-source`, metadata from there too unless the directive says REPLACE. */
export async function copyObject(request: S3Request): Promise<void> {
  const { req, res, store, bucket, key } = request;
  const source = readCopySource(header(req, 'x-amz-copy-source') ?? '');
  const replace = header(req, 'x-amz-metadata-directive')?.toUpperCase() === 'REPLACE';
  if (source.bucket === bucket && source.key === key && !replace) {
    throw new S3Error(
      'InvalidRequest',
      'This copy request is illegal because it is trying to copy an object to itself without changing its metadata.',
    );
  }
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  const { info, body } = await store.stream(source.bucket, source.key);
  const copied = await store.put(bucket, key, body, {
    ...(replace ? readObjectHeaders(req) : describe(info)),
    ...readPutConditions(req),
    checksum: () => (info.checksum?.type === 'FULL_OBJECT' ? info.checksum : undefined),
  });
  sendXml(
    res,
    root('CopyObjectResult', [
      element('ETag', `"${copied.etag}"`),
      element('LastModified', copied.lastModified.toISOString()),
    ]),
  );
}

/** Reads `/bucket/key` or `bucket/key`, percent-encoded, as clients write it. */
export function readCopySource(text: string): { bucket: string; key: string } {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text.replace(/\?versionId=null$/, '')).replace(/^\//, '');
  } catch (cause) {
    throw new S3Error('InvalidArgument', 'x-amz-copy-source is not valid percent-encoding.', cause);
  }
  const slash = decoded.indexOf('/');
  if (slash <= 0 || slash === decoded.length - 1) {
    throw new S3Error('InvalidArgument', 'x-amz-copy-source must be like bucket/key.');
  }
  return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
}

function describe({ contentType, metadata, headers, tags }: ObjectInfo): PutOptions {
  return {
    metadata,
    ...(contentType === undefined ? {} : { contentType }),
    ...(headers === undefined ? {} : { headers }),
    ...(tags === undefined ? {} : { tags }),
  };
}
