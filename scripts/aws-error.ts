import { type ErrorCode, type ErrorPlace, GroundTruthError } from '#contracts/ground-truth-error.ts';
import { type Connection, isAws } from './connection.ts';

/** Names under which AWS and we report a fault, and the code that a reader of ours expects. */
const codes: Record<string, ErrorCode> = {
  ResourceNotFound: 'not-found',
  ResourceNotFoundException: 'not-found',
  NoSuchBucket: 'not-found',
  NoSuchKey: 'not-found',
  NotFound: 'not-found',
  ResourceInUse: 'already-exists',
  ResourceConflictException: 'already-exists',
  ResourceLimitExceeded: 'limit-exceeded',
  ValidationException: 'invalid-contract',
  ConflictException: 'conflict',
  NotFoundException: 'not-found',
  ForbiddenException: 'access-denied',
  BadRequestException: 'invalid-argument',
  ValidationError: 'invalid-argument',
  AccessDenied: 'access-denied',
  AccessDeniedException: 'access-denied',
  SignatureDoesNotMatch: 'access-denied',
  InvalidSignatureException: 'access-denied',
  OptInRequired: 'access-denied',
  InvalidAccessKeyId: 'access-denied',
  UnrecognizedClientException: 'access-denied',
  InvalidClientTokenId: 'access-denied',
  ExpiredToken: 'access-denied',
  ExpiredTokenException: 'access-denied',
  BucketAlreadyExists: 'access-denied',
  BucketAlreadyOwnedByYou: 'already-exists',
  NoSuchEntity: 'not-found',
  NoSuchEntityException: 'not-found',
  AlreadyExistsException: 'already-exists',
  EntityAlreadyExists: 'already-exists',
  EntityAlreadyExistsException: 'already-exists',
  MalformedPolicyDocument: 'invalid-contract',
  MalformedPolicyDocumentException: 'invalid-contract',
  InvalidAction: 'unsupported',
  PermanentRedirect: 'invalid-argument',
  AuthorizationHeaderMalformed: 'invalid-argument',
  IllegalLocationConstraintException: 'invalid-argument',
};

const throttled = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'SlowDown',
]);

/** True when AWS asks to slow down. */
export function isThrottling(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return throttled.has(error.name) || $metadata?.httpStatusCode === 429;
}

const lost = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT']);

/** True when no answer came: nothing listens, or the connection broke. Worth a second attempt. */
export function isConnectionLoss(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 4; depth++) {
    if ('code' in current && lost.has(String(current.code))) return true;
    // undici names its own causes UND_ERR_SOCKET, UND_ERR_CONNECT_TIMEOUT and so on.
    if ('code' in current && String(current.code).startsWith('UND_ERR')) return true;
    if (current instanceof AggregateError && current.errors.some(isConnectionLoss)) return true;
    current = current.cause;
  }
  return false;
}

/** True for what a second attempt may cure: a lost connection, or a server that is starting or stumbling. */
export function isTransientFailure(error: unknown): boolean {
  if (isConnectionLoss(error)) return true;
  for (let current = error, depth = 0; current instanceof Error && depth < 4; depth++) {
    // The SDK keeps the raw reply in `$response` when it could not read it, such as a proxy's page.
    const { $metadata, $response } = current as {
      $metadata?: { httpStatusCode?: number };
      $response?: { statusCode?: number };
    };
    if (($metadata?.httpStatusCode ?? $response?.statusCode ?? 0) >= 500) return true;
    current = current.cause;
  }
  return false;
}

/** The sentence for an address at which nothing answers. */
export function noAnswer(
  endpointUrl: string | undefined,
  cause: unknown,
  region = 'the region',
): GroundTruthError {
  return new GroundTruthError(
    'not-found',
    endpointUrl === undefined
      ? `AWS cannot be reached in ${region}. Check the network, and whether the region's name is right.`
      : `Nothing answers at ${endpointUrl}. Start a Ground Truth with "gtkit up", or say where it is with --endpoint-url.`,
    { cause },
  );
}

/** An SDK's error as ours, with the service's own sentence. */
export function readAwsError(error: unknown, connection: Connection, where: ErrorPlace = {}): Error {
  if (error instanceof GroundTruthError || !(error instanceof Error)) return error as Error;
  if (isConnectionLoss(error)) return noAnswer(connection.endpointUrl, error, connection.region);
  const name = error.name;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return new GroundTruthError('access-denied', withoutCredentials(error), { cause: error });
  }
  if (isThrottling(error)) {
    return new GroundTruthError(
      'limit-exceeded',
      `AWS still asks to slow down after several attempts (${name}). Run the same command again later: what is done is kept.`,
      { where, cause: error },
    );
  }
  const code = codes[name] ?? codeOfStatus(error);
  if (code === undefined) return error;
  const said = error.message === '' || error.message === 'UnknownError' ? `${name}.` : error.message;
  return new GroundTruthError(code, `${said}${adviceFor(error, connection)}`, { where, cause: error });
}

/** A profile that is set has a reason of its own, such as a sign-in that has run out. */
function withoutCredentials({ message }: Error): string {
  const profile = process.env['AWS_PROFILE'];
  return profile
    ? `The AWS profile ${profile} gives no credentials: ${message.replace(/\.?$/, '.')} Sign in with it ("aws sso login"), or correct it in ~/.aws/config.`
    : 'No AWS credentials were found. Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
}

interface ServiceFault {
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
}

/** HEAD has no body, so the status is all that such an error has. */
function codeOfStatus(error: Error): ErrorCode | undefined {
  const status = (error as ServiceFault).$metadata?.httpStatusCode;
  if (status === 301) return 'invalid-argument';
  return status === 403 ? 'access-denied' : undefined;
}

/** Faults of S3 that mean: the bucket is elsewhere. */
const otherRegion = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/** What to do about a fault, as a further sentence; '' where the service says it all. */
function adviceFor(error: Error, connection: Connection): string {
  const { region } = connection;
  const { $metadata, $response } = error as ServiceFault;
  if (/scoped to a valid region/.test(error.message))
    return ` The command runs in ${region}, and what it asks is not there: say --region.`;
  switch (error.name) {
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return ' Sign in again: the credentials have run out.';
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'InvalidAccessKeyId':
    case 'OptInRequired':
      return ` Check AWS_PROFILE or the access key: AWS does not know it, or the account has not enabled ${region}.`;
    case 'BucketAlreadyExists':
      return ' The bucket belongs to another account, and names are unique in all of AWS: choose another name.';
    case 'InvalidAction':
      return isAws(connection) ? '' : ' Our own Ground Truth asks for no permissions; use --aws.';
    case 'AccessDenied':
    case 'AccessDeniedException':
    case 'ForbiddenException':
      return isAws(connection)
        ? ` "gtkit role --${whoNeeds(error.message)}" prints a policy to ask for.`
        : '';
    default:
  }
  if ($metadata?.httpStatusCode !== 301 && !otherRegion.has(error.name)) return '';
  const actual = $response?.headers?.['x-amz-bucket-region'];
  return ` The bucket is ${actual ? `in ${actual}` : 'in another region'}, and the command runs in ${region}: say --region${actual ? ` ${actual}` : ''}, or take a bucket there.`;
}

/** Whose policy has an action that was denied: of who creates jobs, or of who deploys and makes roles. */
const whoNeeds = (message: string) =>
  /\b(cloudformation|serverlessrepo|iam|logs):|lambda:(Create|Update|Delete)|sagemaker:CreateWork/.test(
    message,
  )
    ? 'deployer'
    : 'submitter';

/** Runs one piece of work and translates what the SDK throws. */
export async function withAwsErrors<T>(
  connection: Connection,
  work: () => Promise<T>,
  where: ErrorPlace = {},
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw readAwsError(error, connection, where);
  }
}
