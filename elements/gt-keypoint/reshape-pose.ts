import type { ImageSize } from '#contracts/geometry.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { boxAround, type Point } from '#geometry/view.ts';
import { isPlaced, type Mark } from './keypoint-document.ts';

type Marks = readonly (Mark | null)[];

/** How a whole animal changes: radians clockwise, a factor, image pixels. */
export interface Reshape {
  readonly angle?: number;
  readonly scale?: number;
  readonly dx?: number;
  readonly dy?: number;
  /** Exchanges what is left and right of the middle of its box. */
  readonly mirror?: boolean;
}

/** The places of what is placed. */
export function placesOf(marks: Marks): (Point | undefined)[] {
  return marks.map((mark) => (isPlaced(mark) ? mark : undefined));
}

/** The smallest box around the placed marks in image pixels; undefined without any. */
export function boxOf(marks: Marks) {
  const places = placesOf(marks).filter((place) => place !== undefined);
  return places.length > 0 ? boxAround(places) : undefined;
}

/**
 * The marks turned and scaled around their mean, and moved. A move ends at the picture's
 * edge, with the animal's shape kept; what would otherwise leave the picture gives the same marks back.
 */
export function reshapePose(
  marks: Marks,
  { angle = 0, scale = 1, dx = 0, dy = 0, mirror = false }: Reshape,
  image: ImageSize,
  snap: (point: Point) => Point,
): Marks {
  const box = boxOf(marks);
  if (box === undefined) return marks;
  const { left, top, width, height } = box;
  const inside = (by: number, start: number, length: number, room: number) =>
    Math.max(-start, Math.min(by, room - 1 - start - length));
  // The mean stays where it is when the animal turns; the middle of its box would wander.
  const placed = placesOf(marks).filter((place) => place !== undefined);
  const mean = (axis: 'x' | 'y') => placed.reduce((sum, place) => sum + place[axis], 0) / placed.length;
  const [x0, y0] = [mirror ? left + width / 2 : mean('x'), mean('y')];
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const moved = marks.map((mark) => {
    if (!isPlaced(mark)) return mark;
    const x = (mark.x - x0) * (mirror ? -1 : 1);
    const y = mark.y - y0;
    return {
      ...mark,
      x: x0 + x * cos - y * sin + inside(dx, left, width, image.width),
      y: y0 + x * sin + y * cos + inside(dy, top, height, image.height),
    };
  });
  const right = image.width - 0.5;
  const bottom = image.height - 0.5;
  if (placesOf(moved).some((at) => at && (at.x < -0.5 || at.y < -0.5 || at.x > right || at.y > bottom)))
    return marks;
  return moved.map((mark) => (isPlaced(mark) ? { ...mark, ...snap(mark) } : mark));
}

/**
 * Marks with the skeleton's rest pose wherever nothing is marked yet.
 * @param placeAt the pixel for a place of the rest pose, 0 to 1 from left to right and from top to bottom
 */
export function restPose(
  marks: Marks,
  { keypoints }: Skeleton,
  placeAt: (across: number, down: number) => Point,
): Marks {
  return marks.map((mark, index) => {
    const rest = keypoints[index]?.rest;
    return mark !== null || rest === undefined
      ? mark
      : { visibility: 'visible', ...placeAt(rest[0], rest[1]) };
  });
}

/** Positions of the skeleton's left/right pairs, in its order. */
export function pairPositions({ keypoints, pairs = [] }: Skeleton): (readonly [number, number])[] {
  const at = (name: string) => keypoints.findIndex((keypoint) => keypoint.name === name);
  return pairs.map(([left, right]) => [at(left), at(right)]);
}
