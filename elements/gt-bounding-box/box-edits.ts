import { msg, str } from '@lit/localize';
import type { Box, ImageSize } from '#contracts/geometry.ts';
import { boxAround, type Point } from '#geometry/view.ts';

/** Smallest side of a box that a person draws, in image pixels: less is a slip of the hand. */
export const MIN_SIDE = 3;

/** The eight places where a box is taken hold of, as points of the compass. */
export const handles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Handle = (typeof handles)[number];

export const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** The box between two opposite corners, or around more points, in whole pixels inside the image; sides may be 0. */
export function boxInside(points: readonly Point[], { width, height }: ImageSize): Box {
  return boxAround(
    points.map(({ x, y }) => ({ x: Math.round(clamp(x, 0, width)), y: Math.round(clamp(y, 0, height)) })),
  );
}

/** Why a drawn box is not kept, as a sentence for the worker, or undefined when it is. */
export function whyTooSmall({ width, height }: Box): string | undefined {
  if (width >= MIN_SIDE && height >= MIN_SIDE) return undefined;
  return msg(
    str`That box is ${width} × ${height} pixels. A box needs at least ${MIN_SIDE} on each side; zoom in to draw a small one.`,
  );
}

/** The box as it started, moved by a distance from its start and kept inside the image. */
export function moveBox(initial: Box, dx: number, dy: number, image: ImageSize): Box {
  return {
    ...initial,
    left: clamp(initial.left + Math.round(dx), 0, Math.max(0, image.width - initial.width)),
    top: clamp(initial.top + Math.round(dy), 0, Math.max(0, image.height - initial.height)),
  };
}

/**
 * The box as it started, with one handle moved by a distance from its start. Working from the start and not
 * from the last step means that a hand which goes back to where it was finds the box as it was. A moved edge
 * stops before the opposite one.
 */
export function resizeBox(initial: Box, handle: Handle, dx: number, dy: number, image: ImageSize): Box {
  const horizontal = handle.includes('w') ? 'start' : handle.includes('e') ? 'end' : undefined;
  const vertical = handle.includes('n') ? 'start' : handle.includes('s') ? 'end' : undefined;
  const [left, width] = moveEdge(initial.left, initial.width, horizontal, dx, image.width);
  const [top, height] = moveEdge(initial.top, initial.height, vertical, dy, image.height);
  return { ...initial, left, top, width, height };
}

/** One axis of {@link resizeBox}: start and length after one of the two edges has moved. */
function moveEdge(
  start: number,
  length: number,
  edge: 'start' | 'end' | undefined,
  distance: number,
  room: number,
): [number, number] {
  const end = start + length;
  // A box that was given smaller than the minimum may stay so, but does not shrink further.
  const least = Math.min(MIN_SIDE, length);
  if (edge === 'start') {
    const moved = clamp(Math.round(start + distance), 0, end - least);
    return [moved, end - moved];
  }
  if (edge === 'end') return [start, clamp(Math.round(end + distance), start + least, room) - start];
  return [start, length];
}

/** A box from elsewhere as whole pixels inside the image, at least one pixel large. */
export function settleBox({ left, top, width, height }: Box, image: ImageSize): Box {
  const end = { x: left + width, y: top + height };
  const box = boxInside([{ x: left, y: top }, end], image);
  return {
    left: Math.max(0, Math.min(box.left, image.width - 1)),
    top: Math.max(0, Math.min(box.top, image.height - 1)),
    width: Math.max(box.width, 1),
    height: Math.max(box.height, 1),
  };
}

/** Where a copy of a box goes: `offset` pixels down and right of it, or up and left where there is no room. */
export function besideBox(box: Box, offset: number, image: ImageSize): Box {
  const beside = moveBox(box, offset, offset, image);
  return beside.left === box.left && beside.top === box.top ? moveBox(box, -offset, -offset, image) : beside;
}
