import type { Skeleton } from '#contracts/skeleton.ts';
import type { Point } from '#geometry/view.ts';
import { pairPositions } from './reshape-pose.ts';

export type SideWeights = readonly [
  /** How much less two ways say about each other the less they are of one length: where a short one leads is not exact. */
  soft: number,
  /** How much better the sides have to be the other way round before anything is said. */
  margin: number,
  /** Part of the axis's length by which a near limb is lower than a far one. */
  lower: number,
  /** What that is worth: little, feet are lifted. */
  lowerWorth: number,
  /** What it is worth that limbs are shorter than what crosses from one to the other. */
  crossing: number,
];

/** Chosen by measuring; left-right.test.ts also measures weights on what they were not chosen on. */
export const sideWeights: SideWeights = [0.25, 0.2, 0.03, 0.1, 2];

type Place = (Point & { readonly visibility?: string }) | undefined;

/**
 * The pairs of one animal whose left and right look swapped, as positions in `skeleton.pairs`.
 *
 * A pair that lies across the way from tail to head (`axis`) in the rest pose, or without a rest pose in the
 * picture, is seen from above: an animal's left is on the left of that way. The way is taken where the pair sits, between
 * the keypoints in the middle that come before and after the pair in the rest pose: an animal that bends has its
 * ears across its head, not across the line from its tail. And all such pairs point the same way, so one
 * that points against the others is swapped, wherever the animal faces. A rest pose whose left is on the other side
 * (seen from below, or from the front) turns the rule round.
 *
 * A pair that does not lie across it is seen from the side. Then the limbs of the side that faces the camera
 * (the right one of an animal that faces right) are not hidden by those behind them, and lie a little lower; and
 * the two limbs of an animal are about equally long, so that exchanging one joint of a limb makes one
 * long and the other short. What all this says for and against each way to name the sides is added up.
 * @param places by position of the keypoint; undefined where it is not placed
 */
export function swappedPairs(
  skeleton: Skeleton,
  places: readonly Place[],
  [soft, margin, lower, lowerWorth, crossing] = sideWeights,
): number[] {
  const { keypoints, axis = [], edges = [] } = skeleton;
  const at = (name: string) => keypoints.findIndex((keypoint) => keypoint.name === name);
  const [tail = -1, head = -1] = axis.map(at);
  const rest = keypoints.map(({ rest: place }) => place && { x: place[0], y: place[1] });
  const known = !rest.includes(undefined);
  const shape: readonly Place[] = known ? rest : places;
  const go = (from: number, to: number) => way(places[from], places[to]);
  const facing = go(tail, head);
  const length = far(facing);

  /** The cosine of the angle between two ways, nearer to 0 where one is short; no number where one is not known. */
  const alike = (a: Point, b: Point) => dot(a, b) / (far(a) * far(b) + soft * (dot(a, a) + dot(b, b)));
  /** Above 0 where the second way leads to the left of the first. */
  const leftward = ({ x, y }: Point, b: Point) => alike({ x: y, y: -x }, b);
  const forward = way(shape[tail], shape[head]);
  const aside = (from: number, to: number) => leftward(forward, way(shape[from], shape[to]));
  const along = (index: number) => dot(forward, way(shape[tail], shape[index]));

  const ends = pairPositions(skeleton);
  const pairs = ends.map(([left, right]) => {
    const isAcross = aside(tail, left) * aside(tail, right) < 0;
    // How far the left is to the left in the rest pose, 0 from the side; without a rest pose nobody knows that it is from the side.
    const above = isAcross ? (known ? aside(right, left) : 1) : known ? 0 : Number.NaN;
    // From above nothing is said before the axis is placed.
    return [left, right, above, go(length ? right : -1, left)] as const;
  });
  type Pair = (typeof pairs)[number];
  const middle = [...keypoints.keys()]
    .filter((index) => known && places[index] && !ends.flat().includes(index))
    .sort((a, b) => along(a) - along(b));

  /** What speaks for the sides of a pair as they are. */
  const alone = ([left, right, above, across]: Pair) => {
    if (above !== 0) {
      const here = along(left) + along(right);
      const behind = middle.findLast((index) => 2 * along(index) < here) ?? tail;
      const ahead = middle.find((index) => 2 * along(index) > here) ?? head;
      return above * leftward(go(behind, ahead), across);
    }
    // From the side: the near one is not hidden, and lower.
    const hidden = (index: number) => Number(places[index]?.visibility === 'occluded');
    const isLower = lowerWorth * within(-across.y / lower / length);
    // Of an axis that is steeper than 60 degrees nobody can say which way the animal faces.
    return Math.round(facing.x / length) * (hidden(left) - hidden(right) + isLower);
  };
  /** What speaks for naming two pairs alike. */
  const together = ([left, right, above, across]: Pair, [toLeft, toRight, toAbove, toAcross]: Pair) => {
    const both = above * toAbove;
    // From above they point the same way; this is asked of each pair about the other.
    if (both !== 0) return (Math.sign(both) * alike(across, toAcross)) / 2;
    if (!edges.some(([start, end]) => at(start) === left && at(end) === toLeft)) return 0;
    const span = (from: number, to: number) => far(go(from, to));
    const [a, b, c, d] = [span(left, toLeft), span(right, toRight), span(left, toRight), span(right, toLeft)];
    // Limbs of one animal are about equally long, and shorter than what crosses from one to the other.
    return within(
      Math.abs(Math.log(c / d)) - Math.abs(Math.log(a / b)) + crossing * Math.log((c + d) / (a + b)),
    );
  };
  // What is not known is no reason.
  const reasons = pairs
    .flatMap((pair, index) => [
      [alone(pair), index, -1] as const,
      ...pairs.map((next, to) => [together(pair, next), index, to] as const),
    ])
    .filter(([worth]) => worth);

  const sum = (signs: readonly number[]) =>
    reasons.reduce((all, [worth, one, other]) => all + worth * (signs[one] ?? 1) * (signs[other] ?? 1), 0);
  // Pairs are exchanged alone, and with those listed after them up to all, as long as that makes the sides better.
  const improve = (signs: readonly number[]): readonly number[] => {
    const worth = sum(signs);
    const better = pairs
      .flatMap((_, from) =>
        pairs.map((_, to) => signs.map((sign, index) => (index < from || index > to ? sign : -sign))),
      )
      .find((others) => sum(others) > worth);
    return better ? improve(better) : signs;
  };
  const asTheyAre = pairs.map(() => 1);
  const signs = improve(asTheyAre);
  return sum(signs) - sum(asTheyAre) > 2 * margin
    ? signs.flatMap((sign, index) => (sign < 0 ? index : []))
    : [];
}

const NOWHERE = { x: Number.NaN, y: Number.NaN };
const way = (from: Place = NOWHERE, to: Place = NOWHERE): Point => ({ x: to.x - from.x, y: to.y - from.y });
const dot = (a: Point, b: Point) => a.x * b.x + a.y * b.y;
const far = ({ x, y }: Point) => Math.hypot(x, y);
const within = (value: number) => Math.max(-1, Math.min(1, value));
