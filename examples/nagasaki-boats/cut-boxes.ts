import type { AnsweredBox } from '#contracts/bounding-box-answer.ts';

/** A square cut from a larger picture and enlarged. */
export interface Tile {
  left: number;
  top: number;
  /** Side in the picture's pixels. */
  size: number;
  /** Enlargement, whole-numbered so that boxes stay on whole pixels. */
  scale: number;
}

/**
 * The boxes of a picture as they appear in a tile: clipped to it, in its enlarged pixels. Boxes of which less
 * than `minVisible` of the area is inside are dropped, because nobody could tell what they show.
 */
export function cutBoxes(boxes: readonly AnsweredBox[], tile: Tile, minVisible: number): AnsweredBox[] {
  const cut: AnsweredBox[] = [];
  for (const { label, left, top, width, height } of boxes) {
    const x = Math.max(left, tile.left);
    const y = Math.max(top, tile.top);
    const visibleWidth = Math.min(left + width, tile.left + tile.size) - x;
    const visibleHeight = Math.min(top + height, tile.top + tile.size) - y;
    if (visibleWidth <= 0 || visibleHeight <= 0) continue;
    if (visibleWidth * visibleHeight < minVisible * width * height) continue;
    cut.push({
      label,
      left: (x - tile.left) * tile.scale,
      top: (y - tile.top) * tile.scale,
      width: visibleWidth * tile.scale,
      height: visibleHeight * tile.scale,
    });
  }
  return cut;
}
