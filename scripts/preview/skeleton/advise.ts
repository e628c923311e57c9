import { checkSkeleton, type Skeleton } from '#contracts/skeleton.ts';

/** A sentence about a skeleton: an error keeps it from being used, a hint makes it better. */
export interface Advice {
  kind: 'error' | 'hint';
  text: string;
  /** Keypoint that it speaks of. */
  index?: number;
}

/** What is wrong with a skeleton and what would make it better, the most important first. */
export function advise(skeleton: Skeleton): Advice[] {
  const { keypoints, edges = [], pairs = [], axis } = skeleton;
  if (keypoints.length === 0)
    return [{ kind: 'error', text: 'A skeleton needs at least one point. Click the picture to place it.' }];
  const contradiction = checkSkeleton(skeleton);
  if (contradiction !== undefined)
    return [{ kind: 'error', text: `This can't be used yet: ${contradiction}.` }];

  const paired = new Set(pairs.flat());
  const alone = keypoints.findIndex(
    ({ name, side }) => (side === 'left' || side === 'right') && !paired.has(name),
  );
  const unplaced = indexesOf(skeleton, ({ rest }) => rest === undefined);
  const unnamed = indexesOf(skeleton, ({ name }) => /^point_\d+$/.test(name));
  const undefinedPoints = indexesOf(skeleton, ({ definition }) => !definition);
  return [
    unnamed.length > 0 &&
      hint(`${points(unnamed)} no name of ${unnamed.length === 1 ? 'its' : 'their'} own yet.`, unnamed[0]),
    unplaced.length > 0 &&
      hint(`${points(unplaced)} no place yet. Choose one and click the picture.`, unplaced[0]),
    undefinedPoints.length > 0 &&
      hint(
        `${points(undefinedPoints)} no definition yet. One sentence says where exactly it is.`,
        undefinedPoints[0],
      ),
    alone >= 0 &&
      hint(
        `${keypoints[alone]?.name} is a ${keypoints[alone]?.side} part without its ${keypoints[alone]?.side === 'left' ? 'right' : 'left'} one.`,
        alone,
      ),
    pairs.length > 0 &&
      !axis &&
      hint('Say which end is the head and which the tail, so that mixed up sides can be noticed.'),
    edges.length === 0 && keypoints.length > 1 && hint('No points are connected yet. Edges show mistakes.'),
  ].filter((advice): advice is Advice => advice !== false);
}

function hint(text: string, index?: number): Advice {
  return { kind: 'hint', text, ...(index === undefined ? {} : { index }) };
}

function indexesOf({ keypoints }: Skeleton, test: (keypoint: Skeleton['keypoints'][number]) => boolean) {
  return keypoints.flatMap((keypoint, index) => (test(keypoint) ? [index] : []));
}

const points = ({ length }: readonly number[]) => (length === 1 ? '1 point has' : `${length} points have`);
