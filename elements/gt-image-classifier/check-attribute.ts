import { type Shape, text } from '#elements/stage/shape.ts';

/** A name as the contracts have it. */
export const label = text(1, 256);

/**
 * The value as it is, once it has the shape.
 * @throws {Error} a sentence for the author of the template
 */
export function check<Value>(name: string, shape: Shape, value: unknown): Value {
  const problem = value instanceof Error ? value.message : shape(value, '');
  if (problem !== undefined) throw new Error(`"${name}" cannot be used: ${problem}`);
  return value as Value;
}
