import type { Context } from 'hono';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseJson } from '#contracts/parse.ts';

/**
 * The JSON body of a request. Other content types are refused: a form of a foreign page can send those without
 * the browser asking first.
 * @throws {GroundTruthError} `invalid-argument` or `invalid-json`
 */
export async function readJsonBody(context: Context): Promise<unknown> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) {
    throw new GroundTruthError(
      'invalid-argument',
      'The request must have the content type application/json.',
    );
  }
  return parseJson(await context.req.text(), 'request');
}
