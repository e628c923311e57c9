import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { element, xmlDocument } from './write-xml.ts';

/** S3's error codes that this endpoint answers with: HTTP status and the sentence when none is given. */
const problems = {
  AccessDenied: [403, 'Access Denied'],
  AuthorizationHeaderMalformed: [400, 'The authorization header is malformed.'],
  AuthorizationQueryParametersError: [400, 'The query of the presigned address is incomplete.'],
  BadDigest: [
    400,
    'The Content-MD5 or checksum value that you specified did not match what the server received.',
  ],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed size.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed object size.'],
  IncompleteBody: [400, 'You did not provide the number of bytes specified by the Content-Length header.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The AWS access key ID that you provided does not exist in our records.'],
  InvalidArgument: [400, 'Invalid Argument'],
  InvalidBucketName: [400, 'The specified bucket is not valid.'],
  InvalidDigest: [400, 'The Content-MD5 or checksum value that you specified is not valid.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  InvalidRequest: [400, 'Invalid Request'],
  KeyTooLongError: [400, 'Your key is too long'],
  MalformedXML: [400, 'The XML that you provided was not well formed or did not validate.'],
  MalformedPolicy: [400, 'The policy is not valid JSON.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchBucketPolicy: [404, 'The bucket policy does not exist'],
  NoSuchCORSConfiguration: [404, 'The CORS configuration does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchLifecycleConfiguration: [404, 'The lifecycle configuration does not exist'],
  NoSuchPublicAccessBlockConfiguration: [404, 'The public access block configuration was not found'],
  NoSuchTagSet: [404, 'The TagSet does not exist'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  NoSuchWebsiteConfiguration: [404, 'The specified bucket does not have a website configuration'],
  NotImplemented: [501, 'A header or query you provided implies functionality that is not implemented.'],
  ObjectLockConfigurationNotFoundError: [404, 'Object Lock configuration does not exist for this bucket'],
  OwnershipControlsNotFoundError: [404, 'The bucket ownership controls were not found'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold'],
  ReplicationConfigurationNotFoundError: [404, 'The replication configuration was not found'],
  RequestTimeTooSkewed: [403, 'The difference between the request time and the current time is too large.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided.',
  ],
  XAmzContentSHA256Mismatch: [
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type S3Code = keyof typeof problems;

/** A refusal in S3's terms. */
export class S3Error extends GroundTruthError {
  readonly s3Code: S3Code;
  readonly status: number;

  constructor(s3Code: S3Code, message: string = problems[s3Code][1], cause?: unknown) {
    super('invalid-argument', message, { cause });
    this.s3Code = s3Code;
    this.status = problems[s3Code][0];
  }
}

/** Any error as one in S3's terms; what is not expected becomes InternalError with the original as cause. */
export function toS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (error instanceof GroundTruthError) {
    switch (error.code) {
      case 'not-found':
        return new S3Error(error.message.startsWith('There is no bucket') ? 'NoSuchBucket' : 'NoSuchKey');
      case 'conflict':
        return new S3Error(error.message.endsWith('is not empty.') ? 'BucketNotEmpty' : 'PreconditionFailed');
      case 'invalid-argument':
        return new S3Error('InvalidArgument', error.message, error);
      default:
    }
  }
  return new S3Error('InternalError', undefined, error);
}

/** The body of an error response. */
export function errorXml(error: S3Error, resource: string, requestId: string): string {
  return xmlDocument(
    element('Error', [
      element('Code', error.s3Code),
      element('Message', error.message),
      element('Resource', resource),
      element('RequestId', requestId),
    ]),
  );
}
