import type { ImageSize } from '#contracts/geometry.ts';
import type { Point } from '#geometry/view.ts';

/** Around the cursor, so that the lines never hide what is aimed at. */
const CLEAR = 12;

/**
 * Draws thin guides through a stage pixel across the whole surface, dark and light so that they read on all.
 * @param clear CSS pixels around the pixel that stay clear
 * @param turn degrees clockwise, where the guides go along the image's edges and not the screen's
 */
export function drawCrosshair(
  context: CanvasRenderingContext2D,
  at: Point,
  { width, height }: ImageSize,
  turn = 0,
  clear = CLEAR,
): void {
  context.save();
  context.translate(Math.round(at.x) + 0.5, Math.round(at.y) + 0.5);
  context.rotate((turn * Math.PI) / 180);
  context.beginPath();
  for (const end of [-width - height, width + height]) {
    const start = Math.sign(end) * clear;
    context.moveTo(start, 0);
    context.lineTo(end, 0);
    context.moveTo(0, start);
    context.lineTo(0, end);
  }
  context.lineWidth = 1;
  context.strokeStyle = 'rgb(0 0 0 / 0.35)';
  context.stroke();
  context.setLineDash([4, 4]);
  context.strokeStyle = 'rgb(255 255 255 / 0.7)';
  context.stroke();
  context.restore();
}
