import type { Box, ImageSize } from '#contracts/geometry.ts';
import { middleOf, ninthOf } from '../../stage/aim-grid.ts';

type Place = readonly [x: number, y: number];

/** The number keys that bring the cross to a pixel, as somebody presses them who sees the grid. */
export function numberKeysTo(place: Place, size: ImageSize): string[] {
  return narrow(place, size, 20).keys;
}

/** From coarse to fine: six number keys at most, and arrows for the last pixels. */
export function coarseToFineKeysTo(place: Place, size: ImageSize): string[] {
  const { keys, cross } = narrow(place, size, 6);
  const arrows = (way: number, back: string, forth: string) =>
    Array<string>(Math.abs(way)).fill(way < 0 ? back : forth);
  return [
    ...keys,
    ...arrows(place[0] - cross[0], 'ArrowLeft', 'ArrowRight'),
    ...arrows(place[1] - cross[1], 'ArrowUp', 'ArrowDown'),
  ];
}

/** Ninth by ninth, until the cross is there or so many keys are pressed. */
function narrow([x, y]: Place, size: ImageSize, most: number): { keys: string[]; cross: Place } {
  let box: Box = { left: 0, top: 0, ...size };
  const keys: string[] = [];
  const third = (at: number, start: number, side: number) =>
    Math.min(Math.max(Math.floor(((at - start) / side) * 3), 0), 2);
  const cross = (): Place => [Math.round(middleOf(box).x), Math.round(middleOf(box).y)];
  while (keys.length < most && (cross()[0] !== x || cross()[1] !== y)) {
    const key = third(y, box.top, box.height) * 3 + third(x, box.left, box.width) + 1;
    keys.push(String(key));
    box = ninthOf(box, key);
  }
  return { keys, cross: cross() };
}
