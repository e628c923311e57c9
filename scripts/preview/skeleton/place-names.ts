import type { Box, ImageSize } from '#contracts/geometry.ts';
import { overlap } from '#geometry/overlap.ts';

/** A point on the sheet with its name. */
export interface NamedPoint {
  /** CSS pixels from the sheet's upper left corner. */
  x: number;
  y: number;
  name: string;
}

/** On which side of its point a name stands; "none" where there is no room for it. */
export type NameSide = 'after' | 'before' | 'none';

/** CSS pixels from a point's middle to its name, as in workbench.css. */
const GAP = 13;
const HEIGHT = 18;
const PADDING = 10;
/** Radius of a point with its rim. */
const RADIUS = 8;
/** Beyond this share of the width a name begins at the other side, where the sheet has room. */
const FAR = 0.8;

/**
 * Where the names of points stand so that none lies over another name or another point. The one that is worked on
 * always has its name; the others in their order: beside the point after it, else before it, else not at all.
 *
 * @param chosen index of the point that is worked on
 * @param widthOf CSS pixels of a text
 */
export function placeNames(
  points: readonly (NamedPoint | undefined)[],
  sheet: ImageSize,
  chosen: number | undefined,
  widthOf: (text: string) => number,
): NameSide[] {
  /** What is in the way: the points in their order, then the names so far. */
  const taken = points.map((point) => point && around(point, RADIUS));
  const isFree = (place: Box, own: number) =>
    taken.every((other, index) => !other || index === own || !overlap(place, other));
  const sides = points.map((): NameSide => 'none');
  const order = points
    .map((_, index) => index)
    .toSorted((a, b) => Number(b === chosen) - Number(a === chosen));
  for (const index of order) {
    const point = points[index];
    if (!point) continue;
    const { x, y } = point;
    const size = { width: widthOf(point.name) + PADDING, height: HEIGHT, top: y - HEIGHT / 2 };
    const places = {
      after: { ...size, left: x + GAP },
      before: { ...size, left: x - GAP - size.width },
    };
    const liked: readonly ('after' | 'before')[] =
      x > sheet.width * FAR ? ['before', 'after'] : ['after', 'before'];
    const isInside = (side: 'after' | 'before') =>
      places[side].left >= 0 && places[side].left + size.width <= sheet.width;
    const free = liked.find((side) => isInside(side) && isFree(places[side], index));
    const side = free ?? (index === chosen ? (liked.find(isInside) ?? liked[0]) : undefined);
    if (!side) continue;
    sides[index] = side;
    taken.push(places[side]);
  }
  return sides;
}

function around({ x, y }: NamedPoint, radius: number): Box {
  return { left: x - radius, top: y - radius, width: 2 * radius, height: 2 * radius };
}
