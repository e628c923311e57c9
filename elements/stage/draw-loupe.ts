import type { Point } from '#geometry/view.ts';
import { drawTag } from './draw-tag.ts';
import type { ImageStage } from './image-stage.ts';

/** Diameter in CSS pixels, and the distance of its rim from the cursor or from the finger. */
const DIAMETER = 120;
const GAP = { mouse: 26, touch: 44 };
/** Above this zoom the view itself is a loupe. */
const LARGEST_SCALE = 12;

/**
 * Draws what is under the cursor, magnified, beside it: at least four screen pixels per image pixel and four
 * times the view, up to 16; a pixel grid, and a cross with a clear centre. Beside and not under the cursor,
 * above a finger, and on the other side near an edge.
 */
export function drawLoupe(
  context: CanvasRenderingContext2D,
  { view, viewport, image }: ImageStage,
  { at, touch, caption }: { at: Point; touch: boolean; caption: string },
): void {
  const screen = { x: at.x * view.k + view.x, y: at.y * view.k + view.y };
  const radius = DIAMETER / 2;
  const reach = radius + (touch ? GAP.touch : GAP.mouse);
  if (view.k > LARGEST_SCALE) {
    drawTag(context, caption, { x: screen.x + 16, y: screen.y + 16 });
    return;
  }
  const scale = Math.max(4, Math.min(16, view.k * 4));
  const beside = screen.x + reach + radius > viewport.width ? -reach : reach;
  const above = screen.y - reach - radius - 4 < 0;
  const center = touch
    ? { x: Math.min(Math.max(screen.x, radius + 4), viewport.width - radius - 4), y: screen.y - reach }
    : {
        x: screen.x + beside,
        y: Math.min(Math.max(screen.y - radius, radius + 8), viewport.height - radius - 36),
      };
  if (touch && above) Object.assign(center, { x: screen.x + beside, y: Math.max(screen.y, radius + 4) });

  context.save();
  context.translate(Math.round(center.x), Math.round(center.y));
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.shadowColor = 'rgb(0 0 0 / 0.45)';
  context.shadowBlur = 10;
  context.fillStyle = '#5b6068';
  context.fill();
  context.shadowColor = 'transparent';
  context.clip();
  // Only the visible part is handed over: with a huge image that is the difference between 1 ms and 30.
  const side = DIAMETER / scale;
  const left = Math.max(0, Math.floor(at.x - side / 2));
  const top = Math.max(0, Math.floor(at.y - side / 2));
  const width = Math.min(image.size.width, Math.ceil(at.x + side / 2)) - left;
  const height = Math.min(image.size.height, Math.ceil(at.y + side / 2)) - top;
  if (width > 0 && height > 0) {
    context.imageSmoothingEnabled = false;
    context.filter = image.element.style.filter || 'none';
    const x = (left - at.x) * scale;
    const y = (top - at.y) * scale;
    context.drawImage(image.element, left, top, width, height, x, y, width * scale, height * scale);
    context.filter = 'none';
  }
  drawGrid(context, at, scale, radius);
  drawCross(context, radius);
  context.restore();
  drawTag(context, caption, { x: center.x, y: center.y + radius + 6 }, 'center');
}

/** Lines between image pixels; faint where they are close, so that they are a grid and not a veil. */
function drawGrid(context: CanvasRenderingContext2D, at: Point, scale: number, radius: number): void {
  context.beginPath();
  const first = (value: number) => (Math.ceil(value - radius / scale) - value) * scale;
  for (let x = first(at.x); x < radius; x += scale) {
    context.moveTo(x, -radius);
    context.lineTo(x, radius);
  }
  for (let y = first(at.y); y < radius; y += scale) {
    context.moveTo(-radius, y);
    context.lineTo(radius, y);
  }
  context.lineWidth = 1;
  context.strokeStyle = `rgb(128 128 128 / ${scale < 8 ? 0.16 : 0.28})`;
  context.stroke();
}

function drawCross(context: CanvasRenderingContext2D, radius: number): void {
  context.beginPath();
  for (const [x, y] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x * 5, y * 5);
    context.lineTo(x * 18, y * 18);
  }
  context.lineWidth = 3;
  context.strokeStyle = 'rgb(0 0 0 / 0.7)';
  context.stroke();
  context.lineWidth = 1;
  context.strokeStyle = '#fff';
  context.stroke();
  context.beginPath();
  context.arc(0, 0, radius - 1, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.stroke();
}
