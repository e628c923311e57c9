import type { Box } from '#contracts/geometry.ts';
import type { Point, View } from '#geometry/view.ts';
import { layFlat } from './lay-flat.ts';

/**
 * A ninth of a box by the number of its key: 1 is at the top left, 9 at the bottom right. Eight of them lead to
 * any pixel of a 4K picture, since 3 to the 8th is more than 3,840.
 */
export function ninthOf({ left, top, width, height }: Box, number: number): Box {
  const size = { width: width / 3, height: height / 3 };
  const row = Math.floor((number - 1) / 3);
  return { left: left + ((number - 1) % 3) * size.width, top: top + row * size.height, ...size };
}

export function middleOf({ left, top, width, height }: Box): Point {
  return { x: left + width / 2, y: top + height / 2 };
}

/** Where the cross can still go: the next number key chooses a ninth of it. */
export function drawAim(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  view: View,
): void {
  const { k, ...flat } = layFlat(context, view);
  const [x, y, w, h] = [flat.x + left * k, flat.y + top * k, width * k, height * k];
  context.lineWidth = 1.5;
  context.strokeStyle = '#fff';
  for (const part of [1, 3]) context.strokeRect(x + ((1 - 1 / part) / 2) * w, y, w / part, h);
  context.strokeRect(x, y + h / 3, w, h / 3);
  context.restore();
}
