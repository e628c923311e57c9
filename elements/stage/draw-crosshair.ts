import type { ImageSize } from '#contracts/geometry.ts';
import type { Point } from '#geometry/view.ts';

/** CSS pixels around the cursor that stay clear, so that the lines never hide what is aimed at. */
const CLEAR = 12;

/** Draws thin guides through a stage pixel across the whole surface, dark and light so that they read on all. */
export function drawCrosshair(context: CanvasRenderingContext2D, at: Point, viewport: ImageSize): void {
  const x = Math.round(at.x) + 0.5;
  const y = Math.round(at.y) + 0.5;
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(x - CLEAR, y);
  context.moveTo(x + CLEAR, y);
  context.lineTo(viewport.width, y);
  context.moveTo(x, 0);
  context.lineTo(x, y - CLEAR);
  context.moveTo(x, y + CLEAR);
  context.lineTo(x, viewport.height);
  context.lineWidth = 1;
  context.strokeStyle = 'rgb(0 0 0 / 0.35)';
  context.stroke();
  context.setLineDash([4, 4]);
  context.strokeStyle = 'rgb(255 255 255 / 0.7)';
  context.stroke();
  context.setLineDash([]);
}
