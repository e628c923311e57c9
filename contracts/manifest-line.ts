import * as z from 'zod/mini';
import { GroundTruthError } from './ground-truth-error.ts';
import { messageOf } from './message-of.ts';
import { excerpt, parseContract, parseJson } from './parse.ts';

/** Documented limits of an input manifest (Ground Truth quotas). */
export const manifestLimits = {
  lineCharacters: 100_000,
  attributeCharacters: 20_000,
  lines: 100_000,
} as const;

/** One object of a manifest: `source-ref` (an S3 URI) or `source` (text), and anything else, passed through. */
export const ManifestLine = z
  .looseObject({ 'source-ref': z.optional(z.string().check(z.minLength(1))), source: z.optional(z.string()) })
  .check(
    z.refine((line) => (line['source-ref'] === undefined) !== (line.source === undefined), {
      message: 'needs exactly one of "source-ref" and "source"',
    }),
  );
export type ManifestLine = z.infer<typeof ManifestLine>;

/**
 * Reads one line of a manifest.
 * @param line 1-based number of the line, for the error
 * @throws {GroundTruthError} `invalid-manifest` with the line and the reason
 */
export function parseManifestLine(text: string, line: number, file?: string): ManifestLine {
  const where = { ...(file === undefined ? {} : { file }), line };
  const fail = (reason: string, cause?: unknown) =>
    new GroundTruthError('invalid-manifest', `Line ${line} of the manifest ${reason}`, { where, cause });
  if (text.length > manifestLimits.lineCharacters) {
    throw fail(`has ${text.length} characters; Ground Truth takes ${manifestLimits.lineCharacters}.`);
  }
  let value: unknown;
  try {
    value = parseJson(text, 'line');
  } catch (cause) {
    throw fail(`is not JSON: ${excerpt(messageOf(cause))} It starts with ${excerpt(text)}`, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fail(`is not a JSON object, found ${excerpt(value)}.`);
  }
  for (const [key, attribute] of Object.entries(value)) {
    if (key.startsWith('$')) throw fail(`has the attribute ${excerpt(key)}; names must not begin with "$".`);
    const size = (typeof attribute === 'string' ? attribute : (JSON.stringify(attribute) ?? '')).length;
    if (size > manifestLimits.attributeCharacters) {
      throw fail(
        `has the attribute ${excerpt(key)} of ${size} characters; Ground Truth takes ${manifestLimits.attributeCharacters}.`,
      );
    }
  }
  try {
    return parseContract(ManifestLine, value, 'manifest line', where);
  } catch (cause) {
    throw fail(`cannot be used: ${messageOf(cause)}`, cause);
  }
}
