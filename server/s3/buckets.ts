import { S3Error } from './s3-error.ts';
import { type S3Request, sendEmpty, sendXml } from './s3-request.ts';
import { element, root } from './write-xml.ts';

const owner = element('Owner', [element('ID', 'gtkit'), element('DisplayName', 'gtkit')]);

export async function listBuckets({ res, store, region, query }: S3Request): Promise<void> {
  const prefix = query.get('prefix') ?? '';
  const buckets = store
    .listBuckets()
    .filter(({ bucket }) => bucket.startsWith(prefix))
    .map(({ bucket, created }) =>
      element('Bucket', [
        element('Name', bucket),
        element('CreationDate', created.toISOString()),
        element('BucketRegion', region),
      ]),
    );
  sendXml(res, root('ListAllMyBucketsResult', [owner, element('Buckets', buckets)]));
}

/** CreateBucket. One's own bucket may be created again, as S3 allows in us-east-1. */
export async function createBucket({ req, res, store, bucket }: S3Request): Promise<void> {
  // A location constraint is accepted and has no meaning here.
  req.resume();
  await store.createBucket(bucket).catch((cause) => {
    throw new S3Error('InvalidBucketName', undefined, cause);
  });
  sendEmpty(res, 200, { location: `/${bucket}` });
}

export async function headBucket({ res, store, bucket, region }: S3Request): Promise<void> {
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  sendEmpty(res, 200, { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' });
}

export async function deleteBucket({ res, store, bucket }: S3Request): Promise<void> {
  await store.deleteBucket(bucket);
  sendEmpty(res, 204);
}

/** GetBucketLocation: S3 writes us-east-1 as an empty element. */
export async function getBucketLocation({ res, store, bucket, region }: S3Request): Promise<void> {
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  const name = region === 'us-east-1' ? '' : region;
  sendXml(
    res,
    `<?xml version="1.0" encoding="UTF-8"?>\n${element('LocationConstraint', name, {
      xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
    })}`,
  );
}

/** GetBucketAcl and GetObjectAcl: everything belongs to the one account. */
export async function getAcl({ res, store, bucket, key }: S3Request): Promise<void> {
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  if (key !== '' && !(await store.head(bucket, key))) throw new S3Error('NoSuchKey');
  const grantee = element('Grantee', [element('ID', 'gtkit'), element('DisplayName', 'gtkit')], {
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:type': 'CanonicalUser',
  });
  const grant = element('Grant', [grantee, element('Permission', 'FULL_CONTROL')]);
  sendXml(res, root('AccessControlPolicy', [owner, element('AccessControlList', [grant])]));
}

/** PutBucketAcl and PutObjectAcl: accepted; access here is by signature alone. */
export async function putAcl({ req, res, store, bucket }: S3Request): Promise<void> {
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  req.resume();
  sendEmpty(res);
}
