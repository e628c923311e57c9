import type { Context } from 'hono';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseJson } from '#contracts/parse.ts';
import { MAX_ANSWER } from '#contracts/task-answers.ts';
import { readBody } from '../read-body.ts';
import type { PortalEnv } from './portal-context.ts';

/** An answer's characters may take four bytes each, and escaping inside JSON adds some. */
const MAX_BODY_BYTES = MAX_ANSWER * 4;

/**
 * The JSON body of a request. Other content types are refused: a form of a foreign page can send those without
 * the browser asking first.
 * @throws {GroundTruthError} `invalid-argument`, `invalid-json` or `limit-exceeded`
 */
export async function readJsonBody(context: Context<PortalEnv>): Promise<unknown> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) {
    throw new GroundTruthError(
      'invalid-argument',
      'The request must have the content type application/json.',
    );
  }
  const body = await readBody(context.env.incoming, MAX_BODY_BYTES);
  return parseJson(body.toString('utf8'), 'request');
}
