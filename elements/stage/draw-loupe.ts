import { axisOf, type Point, toScreen } from '#geometry/view.ts';
import { drawCrosshair } from './draw-crosshair.ts';
import { drawTag } from './draw-tag.ts';
import type { ImageStage } from './image-stage.ts';

/** Diameter in CSS pixels, and the distance of its rim from the cursor or from the finger. */
const DIAMETER = 120;
const origin = { x: 0, y: 0 };
const GAP = { mouse: 26, touch: 44 };
/** Above this zoom the view itself is a loupe. */
const LARGEST_SCALE = 10;

/** What a loupe shows. */
export interface LoupeAim {
  /** Image pixels. */
  readonly at: Point;
  /** Whether a finger covers the place, so that the loupe has to be above it. */
  readonly touch: boolean;
}

/**
 * Draws what is under the cursor, magnified, beside it: four to eight times the view, with a pixel
 * grid from four screen pixels per image pixel on, and a cross with a clear centre. Beside and not under the cursor,
 * above a finger, and on the other side near an edge.
 */
export function drawLoupe(
  context: CanvasRenderingContext2D,
  stage: ImageStage,
  { at, touch, caption }: LoupeAim & { readonly caption?: string },
): void {
  const { view, viewport } = stage;
  const screen = toScreen(view, at);
  const radius = DIAMETER / 2;
  const reach = radius + (touch ? GAP.touch : GAP.mouse);
  if (view.k > LARGEST_SCALE) {
    if (caption) drawTag(context, caption, { x: screen.x + 16, y: screen.y + 16 });
    return;
  }
  // Four times the view; more where that brings a pixel grid, but not so much that one is lost in it.
  const scale = Math.max(view.k * 4, Math.min(4, view.k * 8));

  const beside = screen.x + reach + radius > viewport.width ? -reach : reach;
  const above = screen.y - reach - radius - 4 < 0;
  const center = touch
    ? { x: Math.min(Math.max(screen.x, radius + 4), viewport.width - radius - 4), y: screen.y - reach }
    : {
        x: screen.x + beside,
        y: Math.min(Math.max(screen.y - radius, radius + 8), viewport.height - radius - 36),
      };
  if (touch && above) Object.assign(center, { x: screen.x + beside, y: Math.max(screen.y, radius + 4) });

  center.x = Math.round(center.x);
  center.y = Math.round(center.y);
  showWindow(stage, at, scale, center);
  context.save();
  context.translate(center.x, center.y);
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  // The window lies under this canvas: marks must not hide what it shows.
  context.globalCompositeOperation = 'destination-out';
  context.fill();
  context.globalCompositeOperation = 'source-over';
  context.clip();
  drawCrosshair(context, origin, { width: 9, height: 9 }, 0, 5);
  context.rotate(((view.turn ?? 0) * Math.PI) / 180);
  if (scale >= 4) drawGrid(context, at, scale, radius);
  context.restore();
  if (caption) drawTag(context, caption, { x: center.x, y: center.y + radius + 6 }, 'center');
}

/**
 * Shows the round window for one frame: its own copy of the image, between the canvases. Made when it is first
 * needed, so that elements without a loupe pay nothing for it.
 */
function showWindow(stage: ImageStage, at: Point, scale: number, middle: Point): void {
  const { element } = stage.image;
  stage.loupe ??= makeWindow(stage.root);
  const picture = stage.loupe.firstChild as HTMLImageElement;
  if (picture.src !== element.src) {
    picture.crossOrigin = element.crossOrigin;
    picture.src = element.src;
  }
  const radius = DIAMETER / 2;
  stage.loupe.style.transform = `translate(${middle.x - radius}px, ${middle.y - radius}px)`;
  const view = { ...stage.view, k: scale, x: radius, y: radius };
  const { a, b } = axisOf(view);
  const corner = toScreen(view, { x: -at.x, y: -at.y });
  picture.style.transform = `matrix(${a}, ${b}, ${-b}, ${a}, ${corner.x}, ${corner.y})`;
  picture.style.filter = element.style.filter;
  stage.magnifies = true;
}

function makeWindow(root: HTMLElement): HTMLElement {
  const loupe = document.createElement('div');
  loupe.className = 'loupe';
  const picture = new Image();
  picture.alt = '';
  loupe.append(picture);
  root.lastElementChild?.before(loupe);
  return loupe;
}

/** Lines between image pixels; faint, so that they are a grid and not a veil. */
function drawGrid(context: CanvasRenderingContext2D, at: Point, scale: number, radius: number): void {
  context.beginPath();
  const reach = Math.ceil(radius / scale);
  for (let step = -reach; step <= reach; step += 1) {
    const x = (Math.round(at.x) - at.x + step) * scale;
    const y = (Math.round(at.y) - at.y + step) * scale;
    context.moveTo(x, -radius);
    context.lineTo(x, radius);
    context.moveTo(-radius, y);
    context.lineTo(radius, y);
  }
  context.lineWidth = 1;
  context.strokeStyle = 'rgb(128 128 128 / 0.3)';
  context.stroke();
}
