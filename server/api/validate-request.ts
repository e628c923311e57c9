import type * as z from 'zod/mini';
import { OperationError } from './aws-error.ts';

/** Problems that one message lists; AWS lists them all. */
const LISTED = 10;

/**
 * Reads a request and answers, where it breaks a limit, with AWS's own sentences:
 * `1 validation error detected: Value '...' at 'labelingJobName' failed to satisfy constraint: Member must ...`.
 * @throws {OperationError} `ValidationException`
 */
export function validateRequest<T>(schema: z.core.$ZodType<T>, body: unknown): T {
  const value = dropNulls(body);
  const result = (schema as unknown as z.ZodMiniType<T>).safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues;
  const problems = issues.slice(0, LISTED).map((issue) => {
    const found = valueAt(value, issue.path);
    const shown = found === undefined ? 'null' : `'${printValue(found)}'`;
    return `Value ${shown} at '${memberPath(issue.path)}' failed to satisfy constraint: ${constraintOf(issue, found)}`;
  });
  const head = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected: `;
  throw new OperationError('ValidationException', head + problems.join('; '));
}

function constraintOf(issue: z.core.$ZodIssue, found: unknown): string {
  if (found === undefined) return 'Member must not be null';
  const isNumber = typeof found === 'number';
  switch (issue.code) {
    case 'too_small':
      return `Member must have ${isNumber ? 'value' : 'length'} greater than or equal to ${issue.minimum}`;
    case 'too_big':
      return `Member must have ${isNumber ? 'value' : 'length'} less than or equal to ${issue.maximum}`;
    case 'invalid_format':
      // Our anchors stand for AWS's full match and are not part of its pattern.
      return `Member must satisfy regular expression pattern: ${String(issue.pattern).replace(/^\/\^?|\$?\/[a-z]*$/g, '')}`;
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    case 'invalid_type':
      return `Member must be of type ${issue.expected}`;
    default:
      return issue.message;
  }
}

/** `HumanTaskConfig.TaskKeywords.0` as AWS writes it: `humanTaskConfig.taskKeywords.1.member`. */
function memberPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) =>
      typeof part === 'number'
        ? `${part + 1}.member`
        : String(part).replace(/^[A-Z]/, (first) => first.toLowerCase()),
    )
    .join('.');
}

function printValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) current = (current as Record<PropertyKey, unknown> | undefined)?.[key];
  return current;
}

/** In AWS's JSON a null member is a member that is not there. */
function dropNulls(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => dropNulls(item, depth + 1));
  if (typeof value !== 'object' || value === null || depth > 20) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, dropNulls(member, depth + 1)]),
  );
}
