import { readText } from './open-body.ts';
import { nodesOf, readXml, textOf } from './read-xml.ts';
import { S3Error } from './s3-error.ts';
import { type S3Request, sendEmpty, sendXml } from './s3-request.ts';
import { element, root } from './write-xml.ts';

/** S3 takes 1000 keys a request; each has at most 1 KB, and escapes in XML make them longer. */
const MAX_OBJECTS = 1000;
const MAX_XML = 8_000_000;

/** DeleteObject. Deleting what is not there succeeds, as in S3. */
export async function deleteObject({ res, store, bucket, key }: S3Request): Promise<void> {
  await store.delete(bucket, key);
  sendEmpty(res, 204);
}

/** DeleteObjects: many keys in one request. */
export async function deleteObjects(request: S3Request): Promise<void> {
  const { res, store, bucket } = request;
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  const xml = readXml(await readText(request, MAX_XML), 'Delete');
  const keys = nodesOf(xml, 'Object').map((node) => textOf(node, 'Key') ?? '');
  if (keys.length === 0 || keys.length > MAX_OBJECTS || keys.includes('')) throw new S3Error('MalformedXML');
  for (const key of keys) await store.delete(bucket, key);
  const quiet = textOf(xml, 'Quiet') === 'true';
  const deleted = quiet ? [] : keys.map((key) => element('Deleted', [element('Key', key)]));
  sendXml(res, root('DeleteResult', deleted));
}
