import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import { excerpt, unwrapJson } from '#contracts/parse.ts';
import type { DataObject } from './create-pre-handler.ts';

/**
 * What every template needs: the image, and the sentence above it where there is one.
 * @throws {GroundTruthError} `invalid-manifest` when the line names no object
 */
export function commonTaskInput(
  line: DataObject,
  settings: LambdaSettings,
): { taskObject: string; header?: string } {
  const taskObject = line['source-ref'] ?? line['source'];
  if (typeof taskObject !== 'string' || taskObject === '') {
    throw new GroundTruthError(
      'invalid-manifest',
      `The manifest line has no "source-ref", the address of the image; found ${excerpt(line)}.`,
    );
  }
  const header = settings.header ?? line['header'];
  return typeof header === 'string' && header !== '' ? { taskObject, header } : { taskObject };
}

/** The earlier label that the settings point to, unwrapped, with its metadata; undefined when there is none. */
export function earlierLabel(
  line: DataObject,
  { initialValueAttribute }: LambdaSettings,
): { value: unknown; metadata: Record<string, unknown>; attribute: string } | undefined {
  const attribute = initialValueAttribute ?? 'initialValue';
  const value = unwrapJson(line[attribute], `attribute ${excerpt(attribute)}`);
  if (value === undefined || value === null || value === '') return undefined;
  const metadata = line[`${attribute}-metadata`];
  return { value, metadata: isRecord(metadata) ? metadata : {}, attribute };
}

/** Whether an attribute of the line is switched on; a manifest that came from a table has it as text. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
