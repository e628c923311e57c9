import { createHash } from 'node:crypto';
import type { StoredChecksum } from '#server/object-store/object-store.ts';
import { checksumAlgorithms, startChecksum } from './checksum.ts';
import { readCopySource } from './copy-object.ts';
import { readRange } from './get-object.ts';
import { checksumHeaders, readObjectHeaders, readPutConditions } from './object-headers.ts';
import { openBody, readText } from './open-body.ts';
import { nodesOf, readXml, textOf } from './read-xml.ts';
import { S3Error } from './s3-error.ts';
import { header, queryNumber, type S3Request, sendEmpty, sendXml } from './s3-request.ts';
import { type Part, type Upload, UploadFiles } from './upload-files.ts';
import { element, root } from './write-xml.ts';

const MAX_PART_NUMBER = 10_000;
/** Every part but the last has at least 5 MiB. */
const MIN_PART = 5 * 2 ** 20;

const openUpload = ({ store, query, bucket, key }: S3Request) =>
  new UploadFiles(store).read(query.get('uploadId') ?? '', bucket, key);

export async function createMultipartUpload({ req, res, store, bucket, key }: S3Request): Promise<void> {
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  const named = header(req, 'x-amz-checksum-algorithm')?.toUpperCase();
  const algorithm = checksumAlgorithms.find((candidate) => candidate === named);
  const whole = algorithm === 'CRC64NVME' || header(req, 'x-amz-checksum-type') === 'FULL_OBJECT';
  const upload = await new UploadFiles(store).create({
    bucket,
    key,
    initiated: new Date().toISOString(),
    options: readObjectHeaders(req),
    ...(algorithm ? { checksumAlgorithm: algorithm, checksumType: whole ? 'FULL_OBJECT' : 'COMPOSITE' } : {}),
  });
  if (algorithm) res.setHeader('x-amz-checksum-algorithm', algorithm);
  if (upload.checksumType) res.setHeader('x-amz-checksum-type', upload.checksumType);
  sendXml(
    res,
    root('InitiateMultipartUploadResult', [
      element('Bucket', bucket),
      element('Key', key),
      element('UploadId', upload.id),
    ]),
  );
}

/** UploadPart, and UploadPartCopy when there is a copy source. */
export async function uploadPart(request: S3Request): Promise<void> {
  const { req, res, store, query } = request;
  const upload = await openUpload(request);
  const number = queryNumber(query, 'partNumber', 0, MAX_PART_NUMBER + 1);
  if (number < 1 || number > MAX_PART_NUMBER) {
    throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  }
  const files = new UploadFiles(store);
  const copySource = header(req, 'x-amz-copy-source');
  if (copySource === undefined) {
    const { stream, checksum } = openBody(request);
    const part = await files.putPart(upload, number, stream, checksum);
    sendEmpty(res, 200, { etag: `"${part.etag}"`, ...checksumHeaders(part) });
    return;
  }
  const source = readCopySource(copySource);
  const info = await store.head(source.bucket, source.key);
  if (!info) throw new S3Error('NoSuchKey');
  const range = readRange(header(req, 'x-amz-copy-source-range'), info.size);
  const { body } = await store.stream(source.bucket, source.key, range ?? {});
  const part = await files.putPart(upload, number, body, () => undefined);
  sendXml(
    res,
    root('CopyPartResult', [element('ETag', `"${part.etag}"`), element('LastModified', part.lastModified)]),
  );
}

/** CompleteMultipartUpload: joins the named parts into one object. */
export async function completeMultipartUpload(request: S3Request): Promise<void> {
  const { req, res, store, bucket, key } = request;
  const files = new UploadFiles(store);
  const upload = await openUpload(request);
  const xml = readXml(await readText(request, 2_000_000), 'CompleteMultipartUpload');
  const wanted = nodesOf(xml, 'Part').map((node) => ({
    number: Number(textOf(node, 'PartNumber')),
    etag: (textOf(node, 'ETag') ?? '').replaceAll('"', ''),
  }));
  const parts = chooseParts(wanted, await files.parts(upload));
  const running = upload.checksumType === 'FULL_OBJECT' ? upload.checksumAlgorithm : undefined;
  const whole = running && startChecksum(running);
  const md5s = createHash('md5');
  for (const part of parts) md5s.update(part.etag, 'hex');
  const info = await store.put(
    bucket,
    key,
    files.concatenate(upload, parts, (bytes) => whole?.update(bytes)),
    {
      ...upload.options,
      ...readPutConditions(req),
      etag: `${md5s.digest('hex')}-${parts.length}`,
      checksum: () => {
        if (!running || !whole) return compositeChecksum(upload, parts);
        const value = whole.digest().toString('base64');
        const expected = header(req, `x-amz-checksum-${running.toLowerCase()}`);
        if (expected !== undefined && expected !== value) throw new S3Error('BadDigest');
        return { algorithm: running, value, type: 'FULL_OBJECT' };
      },
    },
  );
  await files.remove(upload);
  sendXml(
    res,
    root('CompleteMultipartUploadResult', [
      element('Location', `http://${header(req, 'host') ?? ''}/${bucket}/${encodeURI(key)}`),
      element('Bucket', bucket),
      element('Key', key),
      element('ETag', `"${info.etag}"`),
      info.checksum ? element(`Checksum${info.checksum.algorithm}`, info.checksum.value) : undefined,
      info.checksum ? element('ChecksumType', info.checksum.type) : undefined,
    ]),
  );
}

export async function abortMultipartUpload(request: S3Request): Promise<void> {
  await new UploadFiles(request.store).remove(await openUpload(request));
  sendEmpty(request.res, 204);
}

export async function listParts(request: S3Request): Promise<void> {
  const { res, store, bucket, key, query } = request;
  const upload = await openUpload(request);
  const marker = queryNumber(query, 'part-number-marker', 0, MAX_PART_NUMBER);
  const maxParts = queryNumber(query, 'max-parts', 1000, 1000);
  const after = (await new UploadFiles(store).parts(upload)).filter((part) => part.number > marker);
  const page = after.slice(0, maxParts);
  const last = page.at(-1);
  sendXml(
    res,
    root('ListPartsResult', [
      element('Bucket', bucket),
      element('Key', key),
      element('UploadId', upload.id),
      element('PartNumberMarker', marker),
      last && after.length > page.length ? element('NextPartNumberMarker', last.number) : undefined,
      element('MaxParts', maxParts),
      element('IsTruncated', after.length > page.length),
      ...page.map((part) =>
        element('Part', [
          element('PartNumber', part.number),
          element('LastModified', part.lastModified),
          element('ETag', `"${part.etag}"`),
          element('Size', part.size),
          part.checksum ? element(`Checksum${part.checksum.algorithm}`, part.checksum.value) : undefined,
        ]),
      ),
    ]),
  );
}

export async function listMultipartUploads({ res, store, bucket, query }: S3Request): Promise<void> {
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  const prefix = query.get('prefix') ?? '';
  const uploads = (await new UploadFiles(store).list(bucket)).filter(({ key }) => key.startsWith(prefix));
  sendXml(
    res,
    root('ListMultipartUploadsResult', [
      element('Bucket', bucket),
      element('Prefix', prefix),
      element('IsTruncated', false),
      ...uploads.map(({ key, id, initiated }) =>
        element('Upload', [element('Key', key), element('UploadId', id), element('Initiated', initiated)]),
      ),
    ]),
  );
}

function chooseParts(wanted: readonly { number: number; etag: string }[], stored: readonly Part[]): Part[] {
  if (wanted.length === 0) throw new S3Error('MalformedXML');
  if (wanted.some(({ number }, index) => number <= (wanted[index - 1]?.number ?? 0))) {
    throw new S3Error('InvalidPartOrder');
  }
  const parts = wanted.map(({ number, etag }) => {
    const part = stored.find((candidate) => candidate.number === number);
    if (part?.etag !== etag) throw new S3Error('InvalidPart');
    return part;
  });
  if (parts.slice(0, -1).some(({ size }) => size < MIN_PART)) throw new S3Error('EntityTooSmall');
  return parts;
}

/** The checksum of the parts' checksums, as S3 makes it: `<base64>-<parts>`. */
function compositeChecksum(upload: Upload, parts: readonly Part[]): StoredChecksum | undefined {
  const algorithm = upload.checksumAlgorithm;
  if (!algorithm || parts.some(({ checksum }) => checksum?.algorithm !== algorithm)) return undefined;
  const running = startChecksum(algorithm);
  for (const { checksum } of parts) running.update(Buffer.from(checksum?.value ?? '', 'base64'));
  return { algorithm, value: `${running.digest().toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
}
