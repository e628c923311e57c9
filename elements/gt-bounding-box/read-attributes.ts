import type { Box } from '#contracts/geometry.ts';
import { excerpt } from '#contracts/parse.ts';

/** Limits of the contracts: characters of a label, labels, boxes, pixels. */
const MAX_LABEL = 256;
const MAX_LABELS = 1000;
const MAX_BOXES = 20_000;
const MAX_PIXELS = 1_000_000;

const isLabel = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_LABEL;

/**
 * The labels of the attribute, each once.
 * @throws {Error} a sentence for the author of the template
 */
export function readLabels(value: unknown): string[] {
  if (value instanceof Error) throw new Error(`"labels" cannot be read. ${value.message}`);
  if (!Array.isArray(value) || value.length === 0)
    throw new Error(
      `"labels" needs a list such as ["boat", "person"], found ${excerpt(value ?? 'nothing')}.`,
    );
  const wrong = value.find((label) => !isLabel(label));
  if (wrong !== undefined || value.length > MAX_LABELS)
    throw new Error(
      `"labels" needs 1 to ${MAX_LABELS} texts of 1 to ${MAX_LABEL} characters, found ${excerpt(wrong ?? value.length)}.`,
    );
  return [...new Set<string>(value)];
}

/**
 * The boxes of the attribute `initial-value`, or undefined when it is not set.
 * @throws {Error} a sentence for the author of the template
 */
export function readInitialBoxes(value: unknown): (Box & { label: string })[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Error) throw new Error(`"initial-value" cannot be read. ${value.message}`);
  if (!Array.isArray(value) || value.length > MAX_BOXES)
    throw new Error(`"initial-value" needs a list of at most ${MAX_BOXES} boxes, found ${excerpt(value)}.`);
  return value.map(readBox);
}

function readBox(value: unknown, index: number): Box & { label: string } {
  const fields: Partial<Record<string, unknown>> = typeof value === 'object' && value !== null ? value : {};
  const pixel = (name: string, least: number) => {
    const number = fields[name];
    if (typeof number === 'number' && number >= least && number <= MAX_PIXELS) return number;
    throw new Error(
      `Box ${index + 1} of "initial-value" needs a number as "${name}", found ${excerpt(number ?? value)}.`,
    );
  };
  const { label } = fields as { label?: unknown };
  if (!isLabel(label))
    throw new Error(`Box ${index + 1} of "initial-value" needs a "label", found ${excerpt(value)}.`);
  return {
    left: pixel('left', -MAX_PIXELS),
    top: pixel('top', -MAX_PIXELS),
    width: pixel('width', 0),
    height: pixel('height', 0),
    label,
  };
}
