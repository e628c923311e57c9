import { readText } from './open-body.ts';
import { nodesOf, readXml, textOf } from './read-xml.ts';
import { S3Error } from './s3-error.ts';
import { type S3Request, sendEmpty, sendXml } from './s3-request.ts';
import { element, root } from './write-xml.ts';

const MAX_TAGS = 10;

/** GetObjectTagging, PutObjectTagging and DeleteObjectTagging. */
export async function handleObjectTagging(request: S3Request): Promise<void> {
  const { req, res, store, bucket, key } = request;
  const info = await store.head(bucket, key);
  if (!info) throw new S3Error('NoSuchKey');
  if (req.method === 'GET') {
    const tags = Object.entries(info.tags ?? {}).map(([name, value]) =>
      element('Tag', [element('Key', name), element('Value', value)]),
    );
    sendXml(res, root('Tagging', [element('TagSet', tags)]));
  } else if (req.method === 'PUT') {
    const set = nodesOf(readXml(await readText(request, 64 * 1024), 'Tagging'), 'TagSet')[0] ?? {};
    const tags = nodesOf(set, 'Tag').map((tag): [string, string] => [
      textOf(tag, 'Key') ?? '',
      textOf(tag, 'Value') ?? '',
    ]);
    if (tags.length > MAX_TAGS) throw new S3Error('InvalidRequest', 'Object tags cannot be greater than 10');
    await store.setTags(bucket, key, Object.fromEntries(tags));
    sendEmpty(res);
  } else if (req.method === 'DELETE') {
    await store.setTags(bucket, key, {});
    sendEmpty(res, 204);
  } else throw new S3Error('MethodNotAllowed');
}
