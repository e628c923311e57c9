import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { Skeleton } from '#contracts/skeleton.ts';
import { skeletons } from '#skeletons/registry.ts';
import { initialShape } from './read-initial-keypoints.ts';
import { skeletonShape } from './read-skeleton.ts';

/** Values that contracts have opinions on. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    'left',
    'x'.repeat(257),
    'x'.repeat(1001),
    0,
    -1,
    0.5,
    2,
    1e7,
    null,
    true,
    [],
    {},
    '#12ab9F',
    '#12',
  ),
  fc.constantFrom<unknown>(
    [1, 2],
    [1, 2, 3],
    ['a', 'b'],
    ['a', ''],
    [['a', 'b']],
    [['a']],
    'occluded',
    'visible',
    [{ label: 'a' }],
  ),
);

/** The same value with one place replaced by something odd, or removed. */
function spoiled(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const copy = structuredClone(value);
  let place = copy as Record<string, unknown>;
  for (const key of path.slice(0, -1)) place = (place?.[key] ?? {}) as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (replacement === undefined) delete place[last];
  else place[last] = replacement;
  return copy;
}

const answer = {
  inputImageProperties: { width: 9, height: 9 },
  keypoints: [{ label: 'a', x: 1, y: 2, instance: '1', visibility: 'occluded' }],
  absent: [{ label: 'b', instance: 2 }],
};

const skeletonPaths = [
  'name',
  'instance',
  'keypoints',
  'edges',
  'pairs',
  'axis',
  'edges.0',
  'pairs.0',
  'keypoints.0',
].concat(['name', 'definition', 'side', 'rest', 'sigma', 'color'].map((key) => `keypoints.1.${key}`));
const answerPaths = [
  'keypoints',
  'absent',
  'keypoints.0',
  'absent.0',
  'absent.0.label',
  'absent.0.instance',
].concat(['label', 'x', 'y', 'instance', 'visibility'].map((key) => `keypoints.0.${key}`));

describe('the attributes of gt-keypoint', () => {
  it('take every skeleton of the kit', () => {
    for (const skeleton of Object.values(skeletons)) expect(skeletonShape(skeleton, '')).toBeUndefined();
  });

  it('take and refuse the skeletons that the contract takes and refuses', () => {
    const [skeleton] = Object.values(skeletons);
    fc.assert(
      fc.property(
        fc.constantFrom(...skeletonPaths),
        fc.option(odd, { nil: undefined }),
        (path, replacement) => {
          const value = spoiled(skeleton, path.split('.'), replacement);
          expect(skeletonShape(value, '') === undefined).toBe(Skeleton.safeParse(value).success);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('take and refuse the initial keypoints that the contract takes and refuses', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...answerPaths),
        fc.option(odd, { nil: undefined }),
        (path, replacement) => {
          const value = spoiled(answer, path.split('.'), replacement);
          expect(initialShape(value, '') === undefined).toBe(KeypointAnswer.safeParse(value).success);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
