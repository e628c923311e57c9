import type { Box } from '#contracts/geometry.ts';
import type { Point } from '#geometry/view.ts';
import { type Handle, handles } from './box-edits.ts';

/** CSS pixels around a handle that belong to it: targets of 24 pixels, 44 for fingers. */
const REACH = 12;
const TOUCH_REACH = 22;
/** CSS pixels around the rest of an edge. */
const EDGE_REACH = 5;

/** Where a handle is, in the box's own units: 0, 0.5 or 1 along each side. */
export function handlePoint(box: Box, handle: Handle): Point {
  const along = (start: string, end: string) => (handle.includes(start) ? 0 : handle.includes(end) ? 1 : 0.5);
  return { x: box.left + box.width * along('w', 'e'), y: box.top + box.height * along('n', 's') };
}

/**
 * The handle of a box at a place in image pixels, corners before edges. The whole edge can be taken hold of.
 * Inside a small box the handles give way, so that its middle still moves it.
 * @param scale CSS pixels per image pixel
 */
export function handleAt(box: Box, place: Point, scale: number, touch: boolean): Handle | undefined {
  const reach = touch ? TOUCH_REACH : REACH;
  const near = (handle: Handle, limit: number) => {
    const point = handlePoint(box, handle);
    return (
      within(place.x, point.x, box.left, box.width, scale, limit) &&
      within(place.y, point.y, box.top, box.height, scale, limit)
    );
  };
  const corner = handles.find((handle) => handle.length === 2 && near(handle, reach));
  if (corner) return corner;
  const middle = handles.find((handle) => handle.length === 1 && near(handle, reach));
  return middle ?? edgeAt(box, place, scale);
}

/** Within `limit` CSS pixels of `at`, but no more than a quarter of the side on the inner side. */
function within(
  value: number,
  at: number,
  start: number,
  side: number,
  scale: number,
  limit: number,
): boolean {
  const distance = Math.abs(value - at) * scale;
  const inside = value > start && value < start + side;
  return distance <= (inside ? Math.min(limit, (side * scale) / 4) : limit);
}

function edgeAt({ left, top, width, height }: Box, { x, y }: Point, scale: number): Handle | undefined {
  const reach = EDGE_REACH / scale;
  if (x < left || x > left + width || y < top || y > top + height) {
    // Beside the box: only a near miss of one edge, along its length.
    const beside =
      x >= left - reach && x <= left + width + reach && y >= top - reach && y <= top + height + reach;
    if (!beside) return undefined;
  }
  const inner = (side: number) => Math.min(reach, side / 4);
  if (y <= top + inner(height)) return 'n';
  if (y >= top + height - inner(height)) return 's';
  if (x <= left + inner(width)) return 'w';
  return x >= left + width - inner(width) ? 'e' : undefined;
}
