import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { messageOf } from '#contracts/message-of.ts';
import { excerpt, parseJson } from '#contracts/parse.ts';
import { readText } from '../read-text.ts';

/**
 * Reads a configuration from JSON, YAML, or a TypeScript or JavaScript module whose default export it is (or a
 * function that returns it). A module is the user's own program and runs as such.
 * @throws {GroundTruthError} `invalid-json` with the place, `not-found`
 */
export async function readConfigFile(file: string, what: string): Promise<unknown> {
  const extension = extname(file).toLowerCase();
  if (/^\.[mc]?[jt]s$/.test(extension)) return readModule(file, what);
  const text = await readText(file);
  if (extension !== '.yaml' && extension !== '.yml') return parseJson(text, what, { file });
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line;
    const where = { file, ...(line === undefined ? {} : { line }) };
    const [reason = ''] = error.message.split('\n');
    throw new GroundTruthError('invalid-json', `The ${what} is not YAML: ${excerpt(reason)}`, { where });
  }
  return document.toJS();
}

async function readModule(file: string, what: string): Promise<unknown> {
  // A file that is missing gets the sentence that every other file gets.
  await readText(file);
  let exported: unknown;
  try {
    const loaded = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown };
    exported = typeof loaded.default === 'function' ? await loaded.default() : loaded.default;
  } catch (cause) {
    const reason = messageOf(cause);
    throw new GroundTruthError('invalid-argument', `The ${what} does not run: ${excerpt(reason)}`, {
      where: { file },
      cause,
    });
  }
  if (exported !== undefined) return exported;
  throw new GroundTruthError('invalid-argument', `The ${what} has no default export.`, { where: { file } });
}
