import type { Box } from '#contracts/geometry.ts';
import type { Point } from '#geometry/view.ts';
import type { Handle } from './box-edits.ts';

/** CSS pixels around a handle that belong to it: targets of 24 pixels, 44 for fingers. */
const REACH = 12;
const TOUCH_REACH = 22;
/** CSS pixels around the rest of an edge. */
const EDGE_REACH = 6;

/** Handles by row and column; in the middle the box itself. */
const grid = [
  ['nw', 'n', 'ne'],
  ['w', '', 'e'],
  ['sw', 's', 'se'],
] as const;

/** Where a handle is, in the box's own units: 0, 0.5 or 1 along each side. */
export function handlePoint(box: Box, handle: Handle): Point {
  const along = (start: string, end: string) => (handle.includes(start) ? 0 : handle.includes(end) ? 1 : 0.5);
  return { x: box.left + box.width * along('w', 'e'), y: box.top + box.height * along('n', 's') };
}

/**
 * The handle of a box at a place in image pixels: '' inside the box, undefined beside it. The whole edge can be taken hold of, most easily in its
 * middle. Inside a small box the handles give way, so that its middle still moves it.
 * @param scale CSS pixels per image pixel
 */
export function handleAt(box: Box, { x, y }: Point, scale: number, touch: boolean): Handle | '' | undefined {
  const { left, top, width, height } = box;
  const find = (reach: number) => {
    const column = zone(x - left, width, reach / scale);
    const row = zone(y - top, height, reach / scale);
    return row === undefined || column === undefined ? undefined : grid[row]?.[column];
  };
  const reach = touch ? TOUCH_REACH : REACH;
  const handle = find(reach);
  const beside = handle === 'n' || handle === 's' ? x - left - width / 2 : y - top - height / 2;
  return handle?.length === 1 && Math.abs(beside) * scale > reach ? find(EDGE_REACH) : handle;
}

/** Where a distance lies along a side: 0 at its start, 1 between, 2 at its end, undefined beside it. */
function zone(at: number, side: number, reach: number): 0 | 1 | 2 | undefined {
  const inner = Math.min(reach, side / 4);
  if (at < -reach || at > side + reach) return undefined;
  if (at <= inner) return 0;
  return at >= side - inner ? 2 : 1;
}
