export type Color = readonly [red: number, green: number, blue: number];

/** A picture in memory: red, green, blue per pixel, 0 to 255, not rounded. */
export interface Canvas {
  width: number;
  height: number;
  pixels: Float32Array;
}

/** Puts a colour over a pixel; `alpha` in [0, 1]. */
export function blend({ width, pixels }: Canvas, x: number, y: number, color: Color, alpha: number): void {
  const at = 3 * (y * width + x);
  for (let channel = 0; channel < 3; channel++) {
    const below = pixels[at + channel] as number;
    pixels[at + channel] = below + ((color[channel] as number) - below) * alpha;
  }
}

/** Calls back for every pixel of the canvas in a rectangle. */
export function eachPixel(
  { width, height }: Canvas,
  rect: { left: number; top: number; right: number; bottom: number },
  visit: (x: number, y: number) => void,
): void {
  const right = Math.min(width - 1, Math.ceil(rect.right));
  const bottom = Math.min(height - 1, Math.ceil(rect.bottom));
  for (let y = Math.max(0, Math.floor(rect.top)); y <= bottom; y++)
    for (let x = Math.max(0, Math.floor(rect.left)); x <= right; x++) visit(x, y);
}

/**
 * Paints an ellipse with soft edges; the painter gets the place in it (`u` along, `v` across the angle, both in
 * [-1, 1]) and gives colour and alpha.
 */
export function paintEllipse(
  canvas: Canvas,
  ellipse: { x: number; y: number; along: number; across: number; angle: number },
  paint: (u: number, v: number) => { color: Color; alpha: number },
): void {
  const { x: cx, y: cy, along, across, angle } = ellipse;
  const reach = Math.max(along, across) + 2;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const soft = 1.4 / Math.min(along, across);
  eachPixel(canvas, { left: cx - reach, top: cy - reach, right: cx + reach, bottom: cy + reach }, (x, y) => {
    const u = ((x - cx) * cos + (y - cy) * sin) / along;
    const v = ((y - cy) * cos - (x - cx) * sin) / across;
    const edge = Math.min(1, Math.max(0, (1 + soft / 2 - Math.hypot(u, v)) / soft));
    if (edge === 0) return;
    const { color, alpha } = paint(u, v);
    blend(canvas, x, y, color, alpha * edge);
  });
}

/** Smooth noise in [-1, 1] that depends on the place and the seed alone: hashed lattice, eased between. */
export function latticeNoise(x: number, y: number, seed: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const easeX = ease(x - left);
  const easeY = ease(y - top);
  const upper = lerp(lattice(left, top, seed), lattice(left + 1, top, seed), easeX);
  const lower = lerp(lattice(left, top + 1, seed), lattice(left + 1, top + 1, seed), easeX);
  return lerp(upper, lower, easeY);
}

const ease = (t: number): number => t * t * (3 - 2 * t);
const lerp = (a: number, b: number, t: number): number => a + (b - a) * t;

function lattice(x: number, y: number, seed: number): number {
  let value = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 31 - 1;
}
