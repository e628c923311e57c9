import type { Box, ImageSize } from '#contracts/geometry.ts';
import { middleOf, ninthOf } from '../../stage/aim-grid.ts';

/** The number keys that bring the cross to a pixel, as somebody presses them who sees the grid. */
export function numberKeysTo([x, y]: readonly [number, number], size: ImageSize): string[] {
  let box: Box = { left: 0, top: 0, ...size };
  const keys: string[] = [];
  const third = (at: number, start: number, side: number) =>
    Math.min(Math.max(Math.floor(((at - start) / side) * 3), 0), 2);
  while (Math.round(middleOf(box).x) !== x || Math.round(middleOf(box).y) !== y) {
    const key = third(y, box.top, box.height) * 3 + third(x, box.left, box.width) + 1;
    keys.push(String(key));
    box = ninthOf(box, key);
    if (keys.length > 20) throw new Error(`The cross does not come to ${x}, ${y}.`);
  }
  return keys;
}
