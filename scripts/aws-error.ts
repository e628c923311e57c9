import { type ErrorCode, type ErrorPlace, GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { Connection } from './connection.ts';

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
  AccessDenied: 'access-denied',
  AccessDeniedException: 'access-denied',
  SignatureDoesNotMatch: 'access-denied',
  InvalidAccessKeyId: 'access-denied',
};

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
export function noAnswer(endpointUrl: string | undefined, cause: unknown): GroundTruthError {
  return new GroundTruthError(
    'not-found',
    endpointUrl === undefined
      ? 'AWS cannot be reached. Check the network and the region.'
      : `Nothing answers at ${endpointUrl}. Start a Ground Truth with "gtkit up", or say where it is with --endpoint-url.`,
    { cause },
  );
}

/** An SDK's error as ours, with the service's own sentence. */
export function readAwsError(error: unknown, connection: Connection, where: ErrorPlace = {}): Error {
  if (error instanceof GroundTruthError || !(error instanceof Error)) return error as Error;
  if (isConnectionLoss(error)) return noAnswer(connection.endpointUrl, error);
  const name = error.name;
  if (name === 'CredentialsProviderError') {
    return new GroundTruthError(
      'access-denied',
      'No AWS credentials were found. Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      { cause: error },
    );
  }
  const code = codes[name];
  if (code === undefined) return error;
  const sentence = error.message === '' || error.message === 'UnknownError' ? `${name}.` : error.message;
  return new GroundTruthError(code, sentence, { where, cause: error });
}

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
