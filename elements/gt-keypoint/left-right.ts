import type { Skeleton } from '#contracts/skeleton.ts';
import type { Point } from '#geometry/view.ts';
import { pairPositions } from './reshape-pose.ts';

/** Signed distances from the axis below this part of the pair's width say nothing. */
const DECISIVE = 0.3;
/** Steeper than this part of the axis's length, nobody can say which way an animal faces. */
const FACING = 0.5;
/** Part of the axis's length by which a near limb is lower than a far one, and what that is worth: little, feet are lifted. */
const LOWER = 0.03;
const LOWER_WORTH = 0.1;
/** How much better the sides have to be the other way round before anything is said. */
const MARGIN = 0.2;
/** Pairs of a limb that are tried in every combination; longer ones are not judged by their shape. */
const LONGEST_LIMB = 12;

type Place = (Point & { readonly visibility?: string }) | undefined;

/**
 * The pairs of one animal whose left and right look swapped, as positions in `skeleton.pairs`.
 *
 * A pair that lies across the way from tail to head (`axis`) in the rest pose, or without a rest pose in the
 * picture, is seen from above: an animal's left is on the left of that way. A rest pose whose left is on the other
 * side (seen from below, or from the front) turns the rule round.
 *
 * A pair that does not lie across it is seen from the side. Then the limbs of the side that faces the camera
 * (the right one of an animal that faces right) are not hidden by those behind them, and lie a little lower; and
 * the two limbs of an animal are about equally long, so that exchanging one joint of a limb makes one
 * long and the other short. What all this says for and against each way to name the sides is added up.
 * @param places by position of the keypoint; undefined where it is not placed
 */
export function swappedPairs(skeleton: Skeleton, places: readonly Place[]): number[] {
  const { keypoints, axis, edges = [] } = skeleton;
  const pairs = pairPositions(skeleton);
  const at = (name: string | undefined) => keypoints.findIndex((keypoint) => keypoint.name === name);
  const [tail, head] = [at(axis?.[0]), at(axis?.[1])];
  const rest = keypoints.map(({ rest: place }) => place && { x: place[0], y: place[1] });
  const known = rest.every((place) => place !== undefined);
  const judge = (of: readonly Place[], [left, right]: readonly [number, number], across: boolean) =>
    sideOf(of[tail], of[head], of[left], of[right], across);
  // Per pair: what speaks for its sides as they are; from the side, that is 0 here.
  const expected = pairs.map((pair) => (known ? judge(rest, pair, true) : 1));
  const alone = pairs.map((pair, index) =>
    expected[index] === 0
      ? nearness(places[tail], places[head], places[pair[0]], places[pair[1]])
      : judge(places, pair, !known) * (expected[index] ?? 0),
  );
  // Between the pairs of a limb: whether both limbs are more alike as they are.
  const links = edges.flatMap(([start, end]) => {
    const find = (name: string) => pairs.findIndex(([left]) => left === at(name));
    const [from, to] = [find(start), find(end)];
    if (from < 0 || to < 0 || expected[from] !== 0 || expected[to] !== 0) return [];
    return [{ from, to, worth: likeness(places, pairs[from], pairs[to]) }];
  });
  // Limbs do not know of each other, so each is tried in all its combinations, as bits of a number.
  let gained = 0;
  const swapped = limbsOf(pairs.length, links).flatMap((limb) => {
    const isSwapped = (choice: number, pair: number) => (choice >> limb.indexOf(pair)) & 1;
    const worth = (choice: number) =>
      limb.reduce((sum, pair) => sum + (isSwapped(choice, pair) ? -1 : 1) * (alone[pair] ?? 0), 0) +
      links
        .filter(({ from }) => limb.includes(from))
        .reduce(
          (sum, link) =>
            sum + (isSwapped(choice, link.from) === isSwapped(choice, link.to) ? link.worth : -link.worth),
          0,
        );
    let best = 0;
    for (let choice = 1; choice < 2 ** Math.min(limb.length, LONGEST_LIMB); choice += 1)
      if (worth(choice) > worth(best)) best = choice;
    gained += (worth(best) - worth(0)) / 2;
    return limb.filter((pair) => isSwapped(best, pair));
  });
  return gained > MARGIN ? swapped.sort((a, b) => a - b) : [];
}

/** Pairs that hang together, as lists of positions. */
function limbsOf(count: number, links: readonly { from: number; to: number }[]): number[][] {
  const limb = Array.from({ length: count }, (_, index) => index);
  for (const { from, to } of links) {
    const [a, b] = [limb[from], limb[to]];
    limb.forEach((of, index) => {
      if (of === b) limb[index] = a ?? 0;
    });
  }
  return limb
    .map((_, first) => limb.flatMap((of, index) => (of === first ? [index] : [])))
    .filter(({ length }) => length > 0);
}

const distance = (a: Point, b: Point) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
const within = (value: number) => Math.max(-1, Math.min(1, value));

/** Above 0 where the pair's sides are as they are seen from the side: the near one is not hidden, and lower. */
function nearness(tail: Place, head: Place, left: Place, right: Place): number {
  if (!tail || !head || !left || !right) return 0;
  const length = distance(tail, head);
  const facing = (head.x - tail.x) / length;
  if (Math.abs(facing) < FACING) return 0;
  const hidden = (place: Point & { visibility?: string }) => Number(place.visibility === 'occluded');
  const lower = within((right.y - left.y) / (LOWER * length));
  return Math.sign(facing) * (hidden(left) - hidden(right) + LOWER_WORTH * lower);
}

/** Above 0 where a joint and the next are better joined as they are, below where crosswise, -1 to 1. */
function likeness(places: readonly Place[], pair: readonly [number, number] = [-1, -1], next = pair): number {
  const [left, right, nextLeft, nextRight] = [...pair, ...next].map((index) => places[index]);
  if (!left || !right || !nextLeft || !nextRight) return 0;
  const [a, b] = [distance(left, nextLeft), distance(right, nextRight)];
  const [c, d] = [distance(left, nextRight), distance(right, nextLeft)];
  // Limbs of one animal are about equally long, and shorter than what crosses from one to the other.
  return within(Math.abs(Math.log(c / d)) - Math.abs(Math.log(a / b)) + 2 * Math.log((c + d) / (a + b)));
}

/**
 * 1 where `left` is on the left of the way from tail to head, -1 on the right, 0 where it cannot be told.
 * @param across whether the two have to lie on different sides of that line; an animal that turns its head may
 *   have both ears on one
 */
function sideOf(tail: Place, head: Place, left: Place, right: Place, across: boolean): number {
  if (!tail || !head || !left || !right) return 0;
  const x = head.x - tail.x;
  const y = head.y - tail.y;
  const offset = (point: Point) => ((point.x - tail.x) * y - (point.y - tail.y) * x) / Math.hypot(x, y);
  const [a, b] = [offset(left), offset(right)];
  const width = Math.hypot(left.x - right.x, left.y - right.y);
  return (!across || a * b < 0) && Math.abs(a - b) > DECISIVE * width ? Math.sign(a - b) : 0;
}
