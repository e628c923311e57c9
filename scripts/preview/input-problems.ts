import type * as z from 'zod/mini';
import { checkSkeleton } from '#contracts/check-skeleton.ts';
import { excerpt, issuesOf } from '#contracts/parse.ts';
import { Skeleton } from '#contracts/skeleton.ts';
import { BoundingBoxTaskInput, ClassificationTaskInput, KeypointTaskInput } from '#contracts/task-input.ts';

/** What is wrong with a task input, and where. */
export interface InputProblem {
  /** The place, such as `['skeleton', 'keypoints', '3', 'side']`; empty is the input itself. */
  path: string[];
  /** What follows the place in a sentence: `expected string, found 7.` */
  message: string;
}

/** Problems that are told at once; who repairs these sees the next ones. */
const MOST = 8;

const inputSchemas: Record<string, z.ZodMiniType> = {
  keypoint: KeypointTaskInput,
  'bounding-box': BoundingBoxTaskInput,
  classification: ClassificationTaskInput,
};

/** What a template's task has against a task input. The page is shown all the same: an element may need less. */
export function inputProblems(task: string, input: Readonly<Record<string, unknown>>): InputProblem[] {
  const schema = inputSchemas[task];
  if (schema === undefined) return [];
  const issues = issuesOf(schema, input).map(({ path, reason }) => {
    const place = path === '' ? [] : path.split('.');
    const found = valueAt(input, place);
    return {
      path: place,
      message: `${readable(reason, found)}, found ${excerpt(found ?? '') || 'nothing'}.`,
    };
  });
  return [...issues, ...skeletonProblems(input['skeleton'])].slice(0, MOST);
}

/** Names in edges, pairs and axis that are no keypoints, each at its place. */
function skeletonProblems(value: unknown): InputProblem[] {
  const parsed = Skeleton.safeParse(value);
  if (!parsed.success) return [];
  const { keypoints, edges = [], pairs = [], axis } = parsed.data;
  const names = new Set(keypoints.map(({ name }) => name));
  const lists = { edges, pairs };
  const references = [
    ...Object.entries(lists).flatMap(([key, list]) =>
      list.flatMap((pair, index) =>
        pair.map((name, end) => ({ name, path: [key, String(index), String(end)] })),
      ),
    ),
    ...(axis ?? []).map((name, end) => ({ name, path: ['axis', String(end)] })),
  ];
  const unknown = references
    .filter(({ name }) => !names.has(name))
    .map(({ name, path }) => ({
      path: ['skeleton', ...path],
      message: `there is no keypoint "${excerpt(name)}".`,
    }));
  if (unknown.length > 0) return unknown;
  const contradiction = checkSkeleton(parsed.data);
  return contradiction === undefined ? [] : [{ path: ['skeleton'], message: `${contradiction}.` }];
}

/** The contracts' words for numbers, for what an author counts in characters or entries. */
function readable(reason: string, found: unknown): string {
  const least = /^is smaller than (\d+)$/.exec(reason)?.[1];
  const unit = typeof found === 'string' ? 'character' : Array.isArray(found) ? 'item' : undefined;
  return least === undefined || unit === undefined
    ? reason
    : `needs at least ${least} ${unit}${least === '1' ? '' : 's'}`;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null ? (current as Record<string, unknown>)[key] : undefined,
    value,
  );
}
