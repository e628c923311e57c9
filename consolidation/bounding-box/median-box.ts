import type { Box } from '#contracts/geometry.ts';
import { medianInPlace } from '#geometry/median.ts';

/** The median of each edge. Edges and not width and height: the sides of a box are drawn one by one. */
export function medianBox(boxes: readonly Box[]): Box {
  const scratch = new Float64Array(boxes.length);
  const edge = (of: (box: Box) => number) => {
    for (let i = 0; i < boxes.length; i++) scratch[i] = of(boxes[i] as Box);
    return medianInPlace(scratch, boxes.length);
  };
  const left = edge((box) => box.left);
  const top = edge((box) => box.top);
  const right = edge((box) => box.left + box.width);
  const bottom = edge((box) => box.top + box.height);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
