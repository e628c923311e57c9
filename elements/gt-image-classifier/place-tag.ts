import type { Box, ImageSize } from '#contracts/geometry.ts';
import { overlap } from '#geometry/overlap.ts';

/** CSS pixels between a box and its label outside, and inside. */
const GAP = { outside: 5, inside: 6 };

/**
 * Where a box's label stands: above it, else inside, above its other end, or below, whichever first hides no label
 * that is there already; stage pixels.
 * @param box on the stage
 * @param tag size of the label
 * @param taken places of the labels so far
 */
export function placeTag(box: Box, tag: ImageSize, taken: readonly Box[]): Box {
  const left = box.left - 1;
  const above = box.top - GAP.outside - tag.height;
  const inside = { ...tag, left, top: box.top + GAP.inside };
  const places = [
    ...(above < GAP.outside
      ? []
      : [
          { ...tag, left, top: above },
          { ...tag, left: box.left + box.width + 1 - tag.width, top: above },
        ]),
    inside,
    { ...tag, left, top: box.top + box.height + GAP.outside },
  ];
  return places.find((place) => !taken.some((other) => overlap(place, other))) ?? places[0] ?? inside;
}
