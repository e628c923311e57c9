import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt, parseJson } from '#contracts/parse.ts';
import { readText } from '../read-text.ts';

/** What `gtkit deploy` writes: names to ARNs, buckets and the like. */
export const OUTPUTS_FILE = 'gtkit.outputs.json';

/** The outputs, and the file that they are from when there is one. */
export interface FoundOutputs {
  file?: string;
  values: Record<string, unknown>;
}

/** Finds the outputs of a deployment beside a configuration file, else in the current folder. */
export async function readOutputs(besideFile?: string): Promise<FoundOutputs> {
  const folders = [...(besideFile === undefined ? [] : [dirname(resolve(besideFile))]), process.cwd()];
  const file = folders.map((folder) => join(folder, OUTPUTS_FILE)).find((path) => existsSync(path));
  if (file === undefined) return { values: {} };
  const values = parseJson(await readText(file), 'file of outputs', { file });
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new GroundTruthError('invalid-contract', 'The file of outputs is no JSON object.', {
      where: { file },
    });
  }
  return { file, values: values as Record<string, unknown> };
}

/** `${outputs.name}`, or `${outputs.name.inner}`. */
const reference = /\$\{\s*outputs\.([A-Za-z0-9_.-]+)\s*\}/g;

/**
 * Replaces every `${outputs.…}` in the texts of a configuration.
 * @param resolveOutput the value of a name, or undefined
 * @throws {GroundTruthError} `not-found` with the names that there are
 */
export function fillOutputs(
  config: unknown,
  outputs: FoundOutputs,
  resolveOutput: (name: string) => string | undefined = (name) => outputAt(outputs, name),
): unknown {
  if (Array.isArray(config)) return config.map((item) => fillOutputs(item, outputs, resolveOutput));
  if (typeof config === 'object' && config !== null) {
    return Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key, fillOutputs(value, outputs, resolveOutput)]),
    );
  }
  if (typeof config !== 'string') return config;
  return config.replace(reference, (_, name: string) => {
    const value = resolveOutput(name);
    if (value !== undefined) return value;
    const names = Object.keys(outputs.values).join(', ');
    const found = outputs.file === undefined ? `There is no ${OUTPUTS_FILE}` : `${outputs.file} has ${names}`;
    throw new GroundTruthError(
      'not-found',
      `There is no output ${excerpt(name)}. ${found}; "gtkit deploy" writes it.`,
    );
  });
}

/** An output's text by its dotted name. */
export function outputAt({ values }: FoundOutputs, name: string): string | undefined {
  let value: unknown = values;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
