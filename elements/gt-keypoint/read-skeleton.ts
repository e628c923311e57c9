import { checkSkeleton } from '#contracts/check-skeleton.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { list, number, object, oneOf, type Shape, text } from '#elements/stage/shape.ts';

const name = text(1, 256);
const coordinate = number();
const namePair = list(name, 2, 2);

/** The contract `Skeleton`, without its schema library. */
export const skeletonShape: Shape = object({
  name,
  'instance?': name,
  keypoints: list(
    object({
      name,
      'definition?': text(0, 1000),
      'side?': oneOf('left', 'right', 'middle'),
      'rest?': list(coordinate, 2, 2),
      'sigma?': number(0, 1, 0),
      'color?': text(7, 7, /^#[0-9a-fA-F]{6}$/),
    }),
    1,
    200,
  ),
  'edges?': list(namePair, 0, 400),
  'pairs?': list(namePair, 0, 100),
  'axis?': namePair,
});

/**
 * The skeleton that the attributes `skeleton` and `labels` describe. Labels alone, as crowd-keypoint has
 * them, are a skeleton without edges; "left_ear" and "right_ear" among them are a pair.
 * @throws {GroundTruthError} `invalid-argument` with a sentence for the author of the template
 */
export function readSkeleton(skeleton: unknown, labels: unknown): Skeleton {
  for (const [name, value] of Object.entries({ skeleton, labels }))
    if (value instanceof Error) throw invalid(`The attribute ${name} is not JSON. ${value.message}`);
  if (skeleton === undefined && labels === undefined)
    throw invalid('Expected the attribute skeleton (an object) or labels (a list of names), found neither.');
  const described = skeleton ?? fromLabels(labels);
  const what = skeleton === undefined ? 'attribute labels' : 'attribute skeleton';
  const problem = skeletonShape(described, '');
  if (problem !== undefined) throw invalid(`The ${what} cannot be used. ${problem}.`);
  const read = described as Skeleton;
  const contradiction = checkSkeleton(read);
  if (contradiction !== undefined) throw invalid(`The ${what} cannot be used: ${contradiction}.`);
  return {
    ...read,
    keypoints: read.keypoints.map((keypoint) => ({
      ...keypoint,
      side: keypoint.side ?? sideOf(keypoint.name),
    })),
  };
}

function fromLabels(labels: unknown): unknown {
  if (!Array.isArray(labels)) throw invalid('Expected the attribute labels to be a list of names.');
  const names = new Set<unknown>(labels);
  const pairs = labels
    .filter((name) => typeof name === 'string' && /left/i.test(name))
    .map((name: string) => [name, name.replace('left', 'right').replace('Left', 'Right')])
    .filter(([left, right]) => left !== right && names.has(right));
  return { name: 'keypoints', keypoints: labels.map((name) => ({ name })), pairs };
}

function sideOf(name: string): 'left' | 'right' | 'middle' {
  const side = /(?:^|[^a-z])(left|right)(?:[^a-z]|$)/i.exec(name)?.[1]?.toLowerCase();
  return side === 'left' || side === 'right' ? side : 'middle';
}

function invalid(message: string): GroundTruthError {
  return new GroundTruthError('invalid-argument', message);
}
