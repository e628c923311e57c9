/** Every code that a {@link GroundTruthError} can carry, with the situation in which it is raised. */
export const errorCodes = {
  'invalid-json': 'Text that should be JSON is not; the message says where it breaks.',
  'invalid-contract': 'JSON was read but does not have the shape that the contract asks for.',
  'invalid-manifest': 'A line of an input or output manifest cannot be used; `where` has its number.',
  'invalid-argument': 'A command-line argument, setting or attribute has a value that cannot be used.',
  'invalid-image': 'An image is missing, unreadable, or has other dimensions than the answers say.',
  'invalid-template': 'A Liquid template does not parse or does not render.',
  'not-found': 'A bucket, key, job, team, function or file that was named does not exist.',
  'already-exists': 'A name that has to be unique is taken.',
  conflict: 'The request does not fit the present state, such as a second submit of one task.',
  expired: 'A lease, a presigned address or a session is past its end.',
  'access-denied': 'The caller is not allowed to do this.',
  'limit-exceeded': 'A documented limit (size, count, length) is passed.',
  'lambda-failed': 'A pre- or post-annotation function threw, timed out or returned what cannot be read.',
  'no-answers': 'There is no usable worker answer to make a label from.',
  unsupported: 'A documented feature that this server or command does not have.',
  'missing-tool': 'A program that the command needs, such as Chromium, is not on this machine.',
  internal: 'A defect of ours. Please report it.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** Where an error was found: the parts that apply, from the outside in. */
export interface ErrorPlace {
  file?: string;
  /** 1-based line number. */
  line?: number;
  objectId?: string;
  workerId?: string;
  /** Path inside the JSON value, such as `annotations.0.left`. */
  path?: string;
  job?: string;
}

/** The one error class of the kit. The message is a sentence: what was found and what was expected. */
export class GroundTruthError extends Error {
  override readonly name = 'GroundTruthError';
  readonly code: ErrorCode;
  readonly where: ErrorPlace;

  constructor(code: ErrorCode, message: string, options: { where?: ErrorPlace; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.where = options.where ?? {};
  }
}

/** The place as words, "line 3, object 12, worker w-1", or '' when nothing is known. */
export function describePlace(where: ErrorPlace): string {
  const parts = [
    where.file,
    where.line === undefined ? undefined : `line ${where.line}`,
    where.job === undefined ? undefined : `job ${where.job}`,
    where.objectId === undefined ? undefined : `object ${where.objectId}`,
    where.workerId === undefined ? undefined : `worker ${where.workerId}`,
    where.path,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}
