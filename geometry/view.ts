import type { Box, ImageSize } from '#contracts/geometry.ts';

/** A place in image pixels or in CSS pixels of the stage; the name of the variable says which. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * How image pixels lie on the screen: `screen = image * k + (x, y)`, in CSS pixels of the stage, origin top
 * left. Immutable; after d3-zoom's Transform.
 */
export interface View {
  /** CSS pixels per image pixel. */
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export const identityView: View = { k: 1, x: 0, y: 0 };

/** Image pixels -> stage pixels. */
export function toScreen(view: View, image: Point): Point {
  return { x: image.x * view.k + view.x, y: image.y * view.k + view.y };
}

/** Stage pixels -> image pixels, not rounded. */
export function toImage(view: View, screen: Point): Point {
  return { x: (screen.x - view.x) / view.k, y: (screen.y - view.y) / view.k };
}

/** The view moved by a distance in stage pixels. */
export function panBy(view: View, dx: number, dy: number): View {
  return dx === 0 && dy === 0 ? view : { k: view.k, x: view.x + dx, y: view.y + dy };
}

/** The view at scale `k`, with the image pixel under `screen` staying where it is. */
export function zoomAt(view: View, screen: Point, k: number): View {
  if (k === view.k) return view;
  const ratio = k / view.k;
  return { k, x: screen.x - (screen.x - view.x) * ratio, y: screen.y - (screen.y - view.y) * ratio };
}

/** The whole image, centred, with at least `margin` stage pixels around it. */
export function fitView(image: ImageSize, viewport: ImageSize, margin = 0): View {
  const k = Math.max(
    1e-6,
    Math.min((viewport.width - 2 * margin) / image.width, (viewport.height - 2 * margin) / image.height),
  );
  return { k, x: (viewport.width - image.width * k) / 2, y: (viewport.height - image.height * k) / 2 };
}

/** The view moved so far that at least `rest` stage pixels of the image stay inside the viewport. */
export function keepInSight(view: View, image: ImageSize, viewport: ImageSize, rest = 48): View {
  const within = (start: number, length: number, room: number) =>
    Math.min(Math.max(start, Math.min(rest, room) - length), room - Math.min(rest, room));
  const x = within(view.x, image.width * view.k, viewport.width);
  const y = within(view.y, image.height * view.k, viewport.height);
  return x === view.x && y === view.y ? view : { k: view.k, x, y };
}

/** The part of the image plane that the viewport shows, in image pixels, grown by `margin` stage pixels. */
export function visibleBox(view: View, viewport: ImageSize, margin = 0): Box {
  const start = toImage(view, { x: -margin, y: -margin });
  return {
    left: start.x,
    top: start.y,
    width: (viewport.width + 2 * margin) / view.k,
    height: (viewport.height + 2 * margin) / view.k,
  };
}
