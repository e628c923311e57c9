import type { Box, ImageSize } from '#contracts/geometry.ts';

/** A place in image pixels or in CSS pixels of the stage; the name of the variable says which. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * How image pixels lie on the screen, in CSS pixels of the stage, origin top left: scaled by `k`, turned by `turn`
 * around the image's first corner, which then lies at (x, y). Immutable; after d3-zoom's Transform, which has no turn.
 */
export interface View {
  /** CSS pixels per image pixel. */
  readonly k: number;
  readonly x: number;
  readonly y: number;
  /** Degrees clockwise; without it the image is upright. */
  readonly turn?: number;
}

export const identityView: View = { k: 1, x: 0, y: 0 };

/** The first column of the view's matrix, CSS pixels per image pixel; the second is (-b, a). Quarter turns are exact. */
export function axisOf({ k, turn = 0 }: View): { a: number; b: number } {
  if (turn === 0) return { a: k, b: 0 };
  const quarter = turn % 90 === 0;
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  return quarter ? { a: k * Math.round(cos), b: k * Math.round(sin) } : { a: k * cos, b: k * sin };
}

/** Image pixels -> stage pixels. */
export function toScreen(view: View, { x, y }: Point): Point {
  const { a, b } = axisOf(view);
  return { x: x * a - y * b + view.x, y: x * b + y * a + view.y };
}

/** Stage pixels -> image pixels, not rounded. */
export function toImage(view: View, screen: Point): Point {
  const { a, b } = axisOf(view);
  const [x, y] = [screen.x - view.x, screen.y - view.y];
  // The inverse of a turn is its transpose; a division by k only, so that an upright view loses nothing.
  return {
    x: (x * (a / view.k) + y * (b / view.k)) / view.k,
    y: (y * (a / view.k) - x * (b / view.k)) / view.k,
  };
}

/** The view moved by a distance in stage pixels. */
export function panBy(view: View, dx: number, dy: number): View {
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy };
}

/** The view at scale `k`, with the image pixel under `screen` staying where it is. */
export function zoomAt(view: View, screen: Point, k: number): View {
  if (k === view.k) return view;
  const ratio = k / view.k;
  return {
    ...view,
    k,
    x: screen.x - (screen.x - view.x) * ratio,
    y: screen.y - (screen.y - view.y) * ratio,
  };
}

/** The view turned to so many degrees, -180 to 180, with the image pixel under `screen` staying where it is. */
export function turnAt({ k, x, y, turn: before }: View, screen: Point, degrees: number): View {
  const turn = degrees - 360 * Math.round(degrees / 360);
  const image = toImage({ k, x, y, turn: before ?? 0 }, screen);
  const moved = toScreen({ k, x: 0, y: 0, turn }, image);
  return { k, x: screen.x - moved.x, y: screen.y - moved.y, ...(turn === 0 ? {} : { turn }) };
}

/** The box around an image, or around a box of it, as it lies on the screen, in stage pixels. */
export function boundsOf(
  view: View,
  { left = 0, top = 0, width, height }: ImageSize & { left?: number; top?: number },
): Box {
  const { a, b } = axisOf(view);
  const { x, y } = toScreen(view, { x: left, y: top });
  return {
    left: x + Math.min(0, width * a) + Math.min(0, -height * b),
    top: y + Math.min(0, width * b) + Math.min(0, height * a),
    width: width * Math.abs(a) + height * Math.abs(b),
    height: width * Math.abs(b) + height * Math.abs(a),
  };
}

/** The whole image, centred and turned, with at least `margin` stage pixels around it. */
export function fitView(image: ImageSize, viewport: ImageSize, margin = 0, turn = 0): View {
  const turned = { k: 1, x: 0, y: 0, ...(turn === 0 ? {} : { turn }) };
  const { width, height } = boundsOf(turned, image);
  const k = Math.max(
    1e-6,
    Math.min((viewport.width - 2 * margin) / width, (viewport.height - 2 * margin) / height),
  );
  const { left, top } = boundsOf({ ...turned, k }, image);
  return {
    ...turned,
    k,
    x: (viewport.width - width * k) / 2 - left,
    y: (viewport.height - height * k) / 2 - top,
  };
}

/** The view moved so far that at least `rest` stage pixels of the image stay inside the viewport. */
export function keepInSight(view: View, image: ImageSize, viewport: ImageSize, rest = 48): View {
  const within = (start: number, length: number, room: number) =>
    Math.min(Math.max(start, Math.min(rest, room) - length), room - Math.min(rest, room));
  const { left, top, width, height } = boundsOf(view, image);
  return panBy(view, within(left, width, viewport.width) - left, within(top, height, viewport.height) - top);
}

/** The part of the image plane that the viewport shows, in image pixels, grown by `margin` stage pixels. */
export function visibleBox(view: View, viewport: ImageSize, margin = 0): Box {
  const corners = [-margin, viewport.width + margin].flatMap((x) =>
    [-margin, viewport.height + margin].map((y) => toImage(view, { x, y })),
  );
  return boxAround(corners);
}

/** The smallest box around points, of which there has to be one. */
export function boxAround(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/**
 * A step of the arrow keys on the screen as one in image pixels: along the image's axis that lies nearest, so that
 * pixels stay whole and the arrow back undoes it.
 */
export function alongImage({ turn = 0 }: View, dx: number, dy: number): readonly [dx: number, dy: number] {
  const quarter = ((Math.round(turn / 90) % 4) + 4) % 4;
  const steps = [
    [dx, dy],
    [dy, -dx],
    [-dx, -dy],
    [-dy, dx],
  ] as const;
  return steps[quarter] ?? steps[0];
}
