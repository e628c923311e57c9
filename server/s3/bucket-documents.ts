import { readText } from './open-body.ts';
import { readXml } from './read-xml.ts';
import { type S3Code, S3Error } from './s3-error.ts';
import { type S3Request, sendEmpty, sendXml } from './s3-request.ts';

const MAX_DOCUMENT = 256 * 1024;
const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

interface DocumentKind {
  /** Root element of the XML; undefined for the policy, which is JSON. */
  root?: string;
  /** What GET answers before anything was put: an error, or the document that every new bucket has. */
  missing: { code: S3Code } | { text: string };
  /** Status of a successful PUT, 200 unless said. */
  putStatus?: number;
}

const empty = (root: string): DocumentKind => ({ root, missing: { text: `<${root} ${NAMESPACE}/>` } });

/**
 * Bucket settings that are kept and given back as they came, by the query parameter that names them. They
 * change nothing in how this store behaves; clients that manage buckets expect to read what they wrote.
 */
const kinds: Record<string, DocumentKind> = {
  accelerate: empty('AccelerateConfiguration'),
  encryption: {
    root: 'ServerSideEncryptionConfiguration',
    missing: {
      text: `<ServerSideEncryptionConfiguration ${NAMESPACE}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`,
    },
  },
  lifecycle: { root: 'LifecycleConfiguration', missing: { code: 'NoSuchLifecycleConfiguration' } },
  logging: empty('BucketLoggingStatus'),
  notification: empty('NotificationConfiguration'),
  'object-lock': {
    root: 'ObjectLockConfiguration',
    missing: { code: 'ObjectLockConfigurationNotFoundError' },
  },
  ownershipControls: { root: 'OwnershipControls', missing: { code: 'OwnershipControlsNotFoundError' } },
  policy: { missing: { code: 'NoSuchBucketPolicy' }, putStatus: 204 },
  publicAccessBlock: {
    root: 'PublicAccessBlockConfiguration',
    missing: { code: 'NoSuchPublicAccessBlockConfiguration' },
  },
  replication: {
    root: 'ReplicationConfiguration',
    missing: { code: 'ReplicationConfigurationNotFoundError' },
  },
  requestPayment: {
    root: 'RequestPaymentConfiguration',
    missing: {
      text: `<RequestPaymentConfiguration ${NAMESPACE}><Payer>BucketOwner</Payer></RequestPaymentConfiguration>`,
    },
  },
  tagging: { root: 'Tagging', missing: { code: 'NoSuchTagSet' }, putStatus: 204 },
  versioning: empty('VersioningConfiguration'),
  website: { root: 'WebsiteConfiguration', missing: { code: 'NoSuchWebsiteConfiguration' } },
};

/** Handles the request when its query names such a document; false when it does not. */
export async function handleBucketDocument(request: S3Request): Promise<boolean> {
  const { req, res, store, bucket, query } = request;
  const name = Object.keys(kinds).find((candidate) => query.has(candidate));
  const kind = name === undefined ? undefined : kinds[name];
  if (name === undefined || kind === undefined) return false;
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  if (req.method === 'GET') sendDocument(request, kind, store.getDocument(bucket, name));
  else if (req.method === 'PUT') {
    const text = await readText(request, MAX_DOCUMENT);
    checkDocument(kind, text);
    await store.setDocument(bucket, name, text);
    sendEmpty(res, kind.putStatus ?? 200);
  } else if (req.method === 'DELETE') {
    await store.setDocument(bucket, name, undefined);
    sendEmpty(res, 204);
  } else throw new S3Error('MethodNotAllowed');
  return true;
}

function sendDocument({ res }: S3Request, kind: DocumentKind, stored: string | undefined): void {
  if (stored === undefined && 'code' in kind.missing) throw new S3Error(kind.missing.code);
  const text = stored ?? ('text' in kind.missing ? kind.missing.text : '');
  if (kind.root !== undefined) {
    sendXml(res, text);
    return;
  }
  const body = Buffer.from(text);
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
}

function checkDocument(kind: DocumentKind, text: string): void {
  if (kind.root !== undefined) {
    readXml(text, kind.root);
    return;
  }
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new S3Error('MalformedPolicy', undefined, cause);
  }
}
