import type { Box } from '#contracts/geometry.ts';
import { list, number, object, type Shape, text } from '../stage/shape.ts';

/** The contracts' largest coordinate or side that is believed, in pixels. */
const MAX_PIXELS = 1_000_000;

const label = text(1, 256);
const place = number(-MAX_PIXELS, MAX_PIXELS);
const side = number(0, MAX_PIXELS);

const Labels = list(label, 1, 1000);
const Boxes = list(object({ left: place, top: place, width: side, height: side, label }));

/**
 * The labels of the attribute, each once.
 * @throws {Error} a sentence for the author of the template
 */
export function readLabels(value: unknown): string[] {
  return [...new Set(check<string[]>('labels', Labels, value))];
}

/**
 * The boxes of the attribute `initial-value`, or undefined when it is not set.
 * @throws {Error} a sentence for the author of the template
 */
export function readInitialBoxes(value: unknown): (Box & { label: string })[] | undefined {
  return value === undefined || value === null ? undefined : check('initial-value', Boxes, value);
}

/** Whether a value could be such boxes. */
export function areBoxes(value: unknown): value is readonly (Box & { label: string })[] {
  return Boxes(value, '') === undefined;
}

/** The value as it is, once it has the shape. */
function check<Value>(name: string, shape: Shape, value: unknown): Value {
  const problem = value instanceof Error ? value.message : shape(value, '');
  if (problem !== undefined) throw new Error(`"${name}" cannot be used: ${problem}`);
  return value as Value;
}
