import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ObjectStore } from '#server/object-store/object-store.ts';
import type { Credentials } from '../signature/signing-key.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import { handleBucketDocument } from './bucket-documents.ts';
import {
  createBucket,
  deleteBucket,
  getAcl,
  getBucketLocation,
  headBucket,
  listBuckets,
  putAcl,
} from './buckets.ts';
import { copyObject } from './copy-object.ts';
import { applyCors, handleBucketCors } from './cors.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject } from './get-object.ts';
import { listObjectsV1, listObjectsV2 } from './list-objects.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from './multipart.ts';
import { handleObjectTagging } from './object-tagging.ts';
import { putObject } from './put-object.ts';
import { errorXml, S3Error, toS3Error } from './s3-error.ts';
import { readAddress, type S3Request, sendEmpty } from './s3-request.ts';

export interface S3EndpointOptions {
  store: ObjectStore;
  credentials: Credentials;
  region: string;
  /** Told about defects of ours; refusals of a client's request are not reported. */
  log?: (message: string) => void;
}

type Operation = (request: S3Request) => Promise<void>;

/**
 * The S3 REST API over an object store, path-style addresses (`/bucket/key`). Every request but a CORS
 * preflight must be signed.
 */
export function createS3Endpoint(options: S3EndpointOptions) {
  const { store, credentials, region } = options;
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const requestId = randomBytes(8).toString('hex').toUpperCase();
    res.setHeader('x-amz-request-id', requestId);
    try {
      const address = readAddress(req.url ?? '/');
      const allowed = applyCors(req, res, store, address.bucket);
      if (req.method === 'OPTIONS') {
        if (!allowed) throw new S3Error('AccessDenied', 'CORSResponse: This CORS request is not allowed.');
        sendEmpty(res);
        return;
      }
      if (address.query.has('AWSAccessKeyId')) {
        throw new S3Error(
          'InvalidRequest',
          'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
        );
      }
      const signature = verifySignature(req, { credentials });
      if (!signature.ok) throw new S3Error(signature.code, signature.message);
      const request: S3Request = { req, res, store, region, ...address, signature };
      if (address.bucket !== '' && address.key === '' && (await handleBucketDocument(request))) return;
      await chooseOperation(request)(request);
    } catch (error) {
      answerError(error, req, res, requestId, options.log);
    }
  };
}

function chooseOperation({ req, bucket, key, query }: S3Request): Operation {
  const method = req.method ?? '';
  if (bucket === '') return choose(method, { GET: listBuckets });
  return key === '' ? chooseBucketOperation(method, query) : chooseObjectOperation(req, method, query);
}

function chooseBucketOperation(method: string, query: ReadonlyMap<string, string>): Operation {
  if (query.has('cors')) return handleBucketCors;
  if (query.has('acl')) return choose(method, { GET: getAcl, PUT: putAcl });
  if (query.has('location')) return choose(method, { GET: getBucketLocation });
  if (query.has('uploads')) return choose(method, { GET: listMultipartUploads });
  if (query.has('delete')) return choose(method, { POST: deleteObjects });
  if (query.has('versions')) throw new S3Error('NotImplemented', 'This store keeps no versions.');
  return choose(method, {
    GET: query.get('list-type') === '2' ? listObjectsV2 : listObjectsV1,
    HEAD: headBucket,
    PUT: createBucket,
    DELETE: deleteBucket,
  });
}

function chooseObjectOperation(
  req: IncomingMessage,
  method: string,
  query: ReadonlyMap<string, string>,
): Operation {
  if (query.has('tagging')) return handleObjectTagging;
  if (query.has('acl')) return choose(method, { GET: getAcl, PUT: putAcl });
  if (query.has('uploads')) return choose(method, { POST: createMultipartUpload });
  if (query.has('uploadId')) {
    return choose(method, {
      GET: listParts,
      PUT: uploadPart,
      POST: completeMultipartUpload,
      DELETE: abortMultipartUpload,
    });
  }
  for (const name of ['attributes', 'legal-hold', 'restore', 'retention', 'select', 'torrent']) {
    if (query.has(name)) throw new S3Error('NotImplemented', `Objects have no "${name}" here.`);
  }
  return choose(method, {
    GET: getObject,
    HEAD: getObject,
    PUT: req.headers['x-amz-copy-source'] === undefined ? putObject : copyObject,
    DELETE: deleteObject,
  });
}

function choose(method: string, operations: Record<string, Operation>): Operation {
  const operation = Object.hasOwn(operations, method) ? operations[method] : undefined;
  if (!operation) throw new S3Error('MethodNotAllowed');
  return operation;
}

function answerError(
  error: unknown,
  req: IncomingMessage,
  res: ServerResponse,
  requestId: string,
  log: S3EndpointOptions['log'],
): void {
  if (req.destroyed && !req.complete) return; // The client went away in the middle of its upload.
  const s3Error = toS3Error(error);
  if (s3Error.s3Code === 'InternalError') {
    log?.(`S3 ${req.method} ${req.url}: ${error instanceof Error ? error.stack : String(error)}`);
  }
  // What is left of the body has to be read, or the client never gets to the answer.
  req.resume();
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const body = Buffer.from(errorXml(s3Error, (req.url ?? '/').split('?')[0] ?? '/', requestId));
  res.writeHead(s3Error.status, { 'Content-Type': 'application/xml', 'Content-Length': body.length });
  res.end(req.method === 'HEAD' ? undefined : body);
}
