import { OperationError } from './aws-error.ts';

/** Entries on a page when the request does not say. */
export const DEFAULT_PAGE = 10;

/** Where the next page begins: after the entry with this sort value and key. */
export interface PageStart {
  value: string | number;
  key: string;
}

export function writePageToken(start: PageStart): string {
  return Buffer.from(JSON.stringify([start.value, start.key])).toString('base64url');
}

/** @throws {OperationError} `ValidationException` for a token that this server did not make */
export function readPageToken(token: string | undefined): PageStart | undefined {
  if (token === undefined || token === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(parsed)) {
      const [value, key] = parsed as unknown[];
      if ((typeof value === 'string' || typeof value === 'number') && typeof key === 'string')
        return { value, key };
    }
  } catch {
    // Falls through: not one of ours.
  }
  throw new OperationError('ValidationException', 'Invalid NextToken.');
}
