import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type ErrorCode, GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { Database } from '../database/open-database.ts';
import type { Flush } from '../database/shared-flush.ts';
import type { Worker } from './worker-identity.ts';

/** What the portal's routes work with. */
export interface PortalContext {
  db: Database;
  flush: Flush;
  clock: () => number;
  wake: (jobKey: string) => void;
  log: (message: string) => void;
  grantReadAccess: (s3Uri: string) => string;
}

/** Hono's types of a route that knows its worker. */
export interface PortalEnv {
  Bindings: HttpBindings;
  Variables: { worker: Worker };
}

const statusOfCode: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  'not-found': 404,
  conflict: 409,
  expired: 410,
  'access-denied': 403,
  'limit-exceeded': 413,
  'invalid-template': 422,
  internal: 500,
};

/** Answers an error as `{error: {code, message}}`; a defect of ours shows nothing of its insides. */
export function sendProblem(context: Context, error: unknown, log: (message: string) => void): Response {
  if (error instanceof GroundTruthError && error.code !== 'internal') {
    const { code, message } = error;
    return context.json({ error: { code, message } }, statusOfCode[code] ?? 400);
  }
  log(`${context.req.method} ${context.req.path}: ${error instanceof Error ? error.stack : String(error)}`);
  return context.json({ error: { code: 'internal', message: 'Something went wrong on the server.' } }, 500);
}
