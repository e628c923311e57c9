import type { Skeleton } from '#contracts/skeleton.ts';
import type { Point } from '#geometry/view.ts';

/** Signed distances from the axis below this part of the pair's width say nothing. */
const DECISIVE = 0.3;

/**
 * The pairs of one animal whose left and right look swapped, as positions in `skeleton.pairs`.
 *
 * Seen from above, an animal's left is on the left of the way from its tail to its head (`axis`). A pair is judged
 * only where it lies across that line in the rest pose, or, without a rest pose, in the picture: from the side both
 * legs lie below the back, either may be in front, and nobody can tell, so nothing is said. A rest pose whose left
 * is on the other side (seen from below, or from the front) turns the rule round.
 * @param places by position of the keypoint; undefined where it is not placed
 */
export function swappedPairs(skeleton: Skeleton, places: readonly (Point | undefined)[]): number[] {
  const { keypoints, pairs = [], axis } = skeleton;
  if (axis === undefined) return [];
  const rest = keypoints.map(({ rest: place }) => (place ? { x: place[0], y: place[1] } : undefined));
  const judge = (of: readonly (Point | undefined)[], pair: readonly [string, string], across: boolean) => {
    const at = (name: string) => of[keypoints.findIndex((keypoint) => keypoint.name === name)];
    return sideOf(at(axis[0]), at(axis[1]), at(pair[0]), at(pair[1]), across);
  };
  const known = rest.every((place) => place !== undefined);
  return pairs.flatMap((pair, index) => {
    const expected = known ? judge(rest, pair, true) : 1;
    return judge(places, pair, !known) * expected < 0 ? [index] : [];
  });
}

/**
 * 1 where `left` is on the left of the way from tail to head, -1 on the right, 0 where it cannot be told.
 * @param across whether the two have to lie on different sides of that line; an animal that turns its head may
 *   have both ears on one
 */
function sideOf(
  tail: Point | undefined,
  head: Point | undefined,
  left: Point | undefined,
  right: Point | undefined,
  across: boolean,
): number {
  if (!tail || !head || !left || !right) return 0;
  const x = head.x - tail.x;
  const y = head.y - tail.y;
  const offset = (point: Point) => ((point.x - tail.x) * y - (point.y - tail.y) * x) / Math.hypot(x, y);
  const [a, b] = [offset(left), offset(right)];
  const width = Math.hypot(left.x - right.x, left.y - right.y);
  return (!across || a * b < 0) && Math.abs(a - b) > DECISIVE * width ? Math.sign(a - b) : 0;
}
