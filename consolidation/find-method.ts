import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';

/**
 * The method of a registry that a job names.
 * @throws {GroundTruthError} `invalid-argument` with the names there are
 */
export function findMethod<Method>(
  methods: Readonly<Record<string, Method>>,
  name: string,
  task: string,
): Method {
  // The registry is a plain object, so names such as "constructor" must not reach its prototype.
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method !== undefined) return method;
  throw new GroundTruthError(
    'invalid-argument',
    `There is no ${task} consolidation method ${excerpt(name)}; there are ${Object.keys(methods).join(', ')}.`,
  );
}
