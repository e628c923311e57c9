import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/** An error as SageMaker's JSON protocol answers it. */
export interface AwsError {
  status: number;
  /** `__type` and the `x-amzn-errortype` header. */
  type: string;
  message: string;
}

/** An error that an operation answers, by AWS's name. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly type: string;

  constructor(
    type: 'ValidationException' | 'ResourceInUse' | 'ResourceNotFound' | 'ResourceLimitExceeded',
    message: string,
  ) {
    super(message);
    this.type = type;
  }
}

const typeOfCode: Partial<Record<GroundTruthError['code'], string>> = {
  'not-found': 'ResourceNotFound',
  'already-exists': 'ResourceInUse',
  conflict: 'ConflictException',
  'limit-exceeded': 'ResourceLimitExceeded',
  'access-denied': 'AccessDeniedException',
  'invalid-json': 'SerializationException',
};

/** What a client is told about anything that an operation threw. */
export function awsErrorOf(error: unknown): AwsError {
  if (error instanceof OperationError) return { status: 400, type: error.type, message: error.message };
  if (error instanceof GroundTruthError && error.code !== 'internal') {
    return { status: 400, type: typeOfCode[error.code] ?? 'ValidationException', message: error.message };
  }
  // The client learns nothing about our insides; the log has the rest.
  return { status: 500, type: 'InternalFailure', message: 'The request failed because of an unknown error.' };
}
