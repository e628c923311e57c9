import { excerpt } from '#contracts/parse.ts';

/**
 * What an attribute may look like: says what is wrong with a value at a path, or nothing. The contracts say
 * the same with a schema library that is too large for a worker's page; tests hold the two together.
 */
export type Shape = (value: unknown, path: string) => string | undefined;

const wrong = (path: string, expected: string, value: unknown): string =>
  `${path === '' ? 'expected' : `${path}: expected`} ${expected}, found ${excerpt(value ?? 'nothing')}`;

export const text =
  (shortest: number, longest: number, form?: RegExp): Shape =>
  (value, path) =>
    typeof value === 'string' &&
    value.length >= shortest &&
    value.length <= longest &&
    form?.test(value) !== false
      ? undefined
      : wrong(
          path,
          `a text of ${shortest} to ${longest} characters${form ? ` like ${form.source}` : ''}`,
          value,
        );

export const number =
  (least = -Infinity, most = Infinity, above = -Infinity): Shape =>
  (value, path) =>
    Number.isFinite(value) &&
    (value as number) >= least &&
    (value as number) <= most &&
    (value as number) > above
      ? undefined
      : wrong(path, 'a number in range', value);

export const oneOf =
  (...choices: readonly unknown[]): Shape =>
  (value, path) =>
    choices.includes(value) ? undefined : wrong(path, `one of ${choices.join(', ')}`, value);

export const list =
  (shape: Shape, least = 0, most = 20_000): Shape =>
  (value, path) => {
    if (!Array.isArray(value) || value.length < least || value.length > most)
      return wrong(path, `a list of ${least} to ${most}`, value);
    return firstProblem(value.entries(), () => shape, path);
  };

/** An object; a key that ends in "?" may be missing, other keys are left alone. */
export const object = (fields: Readonly<Record<string, Shape>>): Shape => {
  const entries = Object.entries(fields).map(
    ([key, shape]) => [key.replace('?', ''), key.endsWith('?') ? optional(shape) : shape] as const,
  );
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return wrong(path, 'an object', value);
    const shapes = new Map(entries);
    const own = entries.map(([key]) => [key, (value as Record<string, unknown>)[key]] as const);
    return firstProblem(own, (key) => shapes.get(key as string), path);
  };
};

/** Whatever one of the shapes takes; otherwise the first one's problem. */
export const either =
  (...shapes: readonly [Shape, ...Shape[]]): Shape =>
  (value, path) =>
    shapes.some((shape) => shape(value, path) === undefined) ? undefined : shapes[0](value, path);

const optional =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? undefined : shape(value, path);

function firstProblem(
  entries: Iterable<readonly [string | number, unknown]>,
  shapeOf: (key: string | number) => Shape | undefined,
  path: string,
): string | undefined {
  for (const [key, value] of entries) {
    const problem = shapeOf(key)?.(value, path === '' ? String(key) : `${path}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
