import type { Point } from '#geometry/view.ts';

/** CSS pixels of a tag. */
export const TAG_HEIGHT = 22;
/** Between a tag and the edge of the surface. */
const MARGIN = 6;

export function tagWidth(context: CanvasRenderingContext2D, text: string): number {
  context.font = '600 12px system-ui, sans-serif';
  return context.measureText(text).width + 14;
}

/** Draws a word on a dark pill, starting at a stage pixel, and whole if that is in sight; legible on any image. */
export function drawTag(
  context: CanvasRenderingContext2D,
  text: string,
  at: Point,
  align: 'left' | 'center' = 'left',
): void {
  const width = tagWidth(context, text);
  const start = align === 'center' ? at.x - width / 2 : at.x;
  const room = context.canvas.width / context.getTransform().a - width - MARGIN;
  const left = Math.round(start - Math.max(0, Math.min(start - room, width)));
  context.beginPath();
  context.roundRect(left, Math.round(at.y), width, TAG_HEIGHT, 6);
  context.fillStyle = 'rgb(15 18 24 / 0.86)';
  context.fill();
  context.fillStyle = '#fff';
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left + 7, Math.round(at.y) + 11.5);
}
