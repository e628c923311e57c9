import type { ImageSize } from '#contracts/geometry.ts';
import type { Point } from './view.ts';

/**
 * The place as it is stored: rounded to `decimals` places and inside the image. Rounding keeps the error at
 * half a unit whatever the zoom; the last column and row are width - 1 and height - 1.
 */
export function snapToPixel(point: Point, image: ImageSize, decimals = 0): Point {
  const unit = 10 ** decimals;
  const snap = (value: number, length: number) =>
    Math.min(Math.max(Math.round(value * unit) / unit, 0), Math.max(0, length - 1));
  return { x: snap(point.x, image.width), y: snap(point.y, image.height) };
}
