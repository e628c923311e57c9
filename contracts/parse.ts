import type * as z from 'zod/mini';
import { type ErrorCode, type ErrorPlace, GroundTruthError } from './ground-truth-error.ts';
import { messageOf } from './message-of.ts';

/** Longest piece of a foreign value that is repeated in a message. */
const EXCERPT = 80;

/** A short, printable excerpt of a foreign value, safe to put in a message. */
export function excerpt(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  const clean = text.replace(/[\u0000-\u001f\u007f]/g, ' ');
  return clean.length > EXCERPT ? `${clean.slice(0, EXCERPT)}…` : clean;
}

/** What a schema found at one place of a value. */
export interface ContractIssue {
  /** The place, such as `keypoints.3.x`; '' is the value itself. */
  path: string;
  reason: string;
}

/** The first problem that a schema found, as "path: reason". */
export function firstIssue(error: z.core.$ZodError): ContractIssue {
  const issue = error.issues[0];
  return issue ? describeIssue(issue) : { path: '', reason: 'does not match' };
}

/** Everything that a schema has against a value, place by place; nothing where it takes the value. */
export function issuesOf(schema: z.core.$ZodType, value: unknown): ContractIssue[] {
  const result = (schema as unknown as z.ZodMiniType).safeParse(value);
  return result.success ? [] : result.error.issues.map(describeIssue);
}

function describeIssue(issue: z.core.$ZodIssue): ContractIssue {
  // A union reports its branches; the branch that got furthest is the one the author meant.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
    if (deepest && deepest.path.length > 0) {
      return { path: [...issue.path, ...deepest.path].map(String).join('.'), reason: reasonOf(deepest) };
    }
  }
  return { path: issue.path.map(String).join('.'), reason: reasonOf(issue) };
}

function reasonOf(issue: z.core.$ZodIssue): string {
  // zod/mini ships without a locale, so its own message is only "Invalid input".
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'too_small':
      return `is smaller than ${issue.minimum}`;
    case 'too_big':
      return `is larger than ${issue.maximum}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'regex'
        ? `does not match ${String(issue.pattern)}`
        : `is not a valid ${issue.format}`;
    case 'unrecognized_keys':
      return `has the unknown key ${issue.keys.map(excerpt).join(', ')}`;
    default:
      return issue.message;
  }
}

/**
 * Reads a value at the border of the kit.
 * @param what the value's name in a sentence, such as "keypoint answer"
 * @throws {GroundTruthError} `invalid-contract` (or `code`) with the path and what was found there
 */
export function parseContract<S extends z.core.$ZodType>(
  schema: S,
  value: unknown,
  what: string,
  where: ErrorPlace = {},
  code: ErrorCode = 'invalid-contract',
): z.output<S> {
  const result = (schema as unknown as z.ZodMiniType).safeParse(value);
  if (result.success) return result.data as z.output<S>;
  const { path, reason } = firstIssue(result.error);
  const found = excerpt(valueAt(value, result.error.issues[0]?.path ?? []));
  throw new GroundTruthError(
    code,
    `The ${what} cannot be used: ${path === '' ? '' : `${path} `}${reason}, found ${found}.`,
    { where: { ...where, ...(path === '' ? {} : { path }) } },
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return current;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}

/** Parses JSON text; the error says what is wrong with it and where it was. */
export function parseJson(text: string, what: string, where: ErrorPlace = {}): unknown {
  if (text.trim() === '')
    throw new GroundTruthError(
      'invalid-json',
      `The ${what} is empty: JSON was expected. Was it written whole?`,
      {
        where,
      },
    );
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = messageOf(cause);
    throw new GroundTruthError('invalid-json', `The ${what} is not JSON: ${excerpt(detail)}.`, {
      where,
      cause,
    });
  }
}

/**
 * Unwraps JSON inside JSON: a value that came through a hidden input is a string inside an object.
 * An object is returned as it is. At most `depth` layers are taken off, so hostile nesting costs nothing.
 */
export function unwrapJson(value: unknown, what: string, where: ErrorPlace = {}, depth = 2): unknown {
  let current = value;
  for (let layer = 0; layer < depth && typeof current === 'string'; layer++)
    current = parseJson(current, what, where);
  return current;
}
