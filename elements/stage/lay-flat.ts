import type { View } from '#geometry/view.ts';

/**
 * Turns a context with the view, so that rectangles of the image are drawn as such, and says how image pixels lie in
 * it. Goes until `context.restore()`.
 */
export function layFlat(context: CanvasRenderingContext2D, view: View): View {
  context.save();
  const { k, x, y, turn = 0 } = view;
  if (turn === 0) return view;
  context.translate(x, y);
  context.rotate((turn * Math.PI) / 180);
  return { k, x: 0, y: 0 };
}
