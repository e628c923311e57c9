import { checkSkeleton } from '#contracts/check-skeleton.ts';
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

/** The attributes that a skeleton is read from, as they came: values, errors or nothing. */
export type SkeletonAttributes = Readonly<
  Partial<Record<'skeleton' | 'labels' | 'keypointClasses' | 'skeletonRig' | 'skeletonBoundingBox', unknown>>
>;

/**
 * The skeleton that the attributes describe: `skeleton`, else the rig of crowd-2d-skeleton, else `labels`. Labels alone, as crowd-keypoint has
 * them, are a skeleton without edges; "left_ear" and "right_ear" among them are a pair.
 * @throws {Error} a sentence for the author of the template
 */
export function readSkeleton(element: SkeletonAttributes): Skeleton {
  // One by one: an element has them as accessors, which a rest would leave out.
  const { skeleton, labels, keypointClasses, skeletonRig, skeletonBoundingBox } = element;
  const given = { skeleton, labels, keypointClasses, skeletonRig, skeletonBoundingBox };
  for (const [name, value] of Object.entries(given))
    if (value instanceof Error) throw new Error(`The attribute ${name} is not JSON. ${value.message}`);
  if (skeleton === undefined && labels === undefined && keypointClasses === undefined)
    throw new Error(
      'Expected the attribute skeleton (an object) or labels (a list of names), found neither.',
    );
  const described = skeleton ?? (keypointClasses === undefined ? fromLabels(labels) : fromRig(given));
  const name =
    skeleton === undefined ? (keypointClasses === undefined ? 'labels' : 'keypointClasses') : 'skeleton';
  const what = `attribute ${name}`;
  const problem = skeletonShape(described, '');
  if (problem !== undefined) throw new Error(`The ${what} cannot be used: ${problem}.`);
  const read = described as Skeleton;
  const contradiction = checkSkeleton(read);
  if (contradiction !== undefined) throw new Error(`The ${what} cannot be used: ${contradiction}.`);
  return {
    ...read,
    keypoints: read.keypoints.map((keypoint) => ({
      ...keypoint,
      side: keypoint.side ?? sideOf(keypoint.name),
    })),
  };
}

function fromLabels(labels: unknown): unknown {
  if (!Array.isArray(labels)) throw new Error('Expected the attribute labels to be a list of names.');
  return { name: 'keypoints', keypoints: labels.map((name) => ({ name })), pairs: pairsOf(labels) };
}

/** "left_ear" and "right_ear" are a pair. */
function pairsOf(labels: readonly unknown[]) {
  const names = new Set(labels);
  return labels
    .filter((name) => typeof name === 'string')
    .map((name) => [name, name.replace('left', 'right').replace('Left', 'Right')])
    .filter(([left, right]) => left !== right && names.has(right));
}

/** The attributes of crowd-2d-skeleton as a skeleton; what is wrong with them is found when that is checked. */
function fromRig({ keypointClasses, skeletonRig, skeletonBoundingBox }: SkeletonAttributes): unknown {
  if (!Array.isArray(keypointClasses))
    throw new Error('Expected the attribute keypointClasses to be a list.');
  const { left = 0, top = 0, right = 0, bottom = 0 } = (skeletonBoundingBox ?? {}) as Record<string, number>;
  const keypoints = keypointClasses.map(({ label, color, x, y }) => ({
    name: label,
    ...(/^#[\da-f]{6}$/i.test(color) ? { color } : {}),
    ...(right > left && bottom > top
      ? { rest: [(x - left) / (right - left), (y - top) / (bottom - top)] }
      : {}),
  }));
  const edges = Array.isArray(skeletonRig) ? skeletonRig.map((line) => line.slice(0, 2)) : [];
  return { name: 'keypoints', keypoints, edges, pairs: pairsOf(keypoints.map(({ name }) => name)) };
}

function sideOf(name: string): 'left' | 'right' | 'middle' {
  const side = /(?:^|[^a-z])(left|right)(?:[^a-z]|$)/i.exec(name)?.[1]?.toLowerCase();
  return (side ?? 'middle') as 'left' | 'right' | 'middle';
}
