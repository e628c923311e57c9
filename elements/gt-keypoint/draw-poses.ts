import type { ImageSize } from '#contracts/geometry.ts';
import type { Point, View } from '#geometry/view.ts';
import type { Pose } from './keypoint-document.ts';

/** How poses are drawn: the ends of edges as indices with their colour, and one colour per keypoint. */
export interface PoseStyle {
  readonly edges: readonly { readonly from: number; readonly to: number; readonly color: string }[];
  readonly colors: readonly string[];
}

/** Radius of a mark's ring in CSS pixels; the clear centre is about half of it. */
export const RING = 6.5;
/** Length of dashes in a ring of an occluded mark. */
const DASHES = [2.7, 2.4];

type Placed = {
  readonly x: number;
  readonly y: number;
  readonly occluded: boolean;
  readonly keypoint: number;
};

/**
 * Draws poses: edges at 60 %, then rings with a clear centre between a thin dark and light outline. Marks
 * are collected into one path per colour, and those outside the viewport are left out, so that hundreds of
 * animals cost a few strokes.
 */
export function drawPoses(
  context: CanvasRenderingContext2D,
  poses: readonly { readonly pose: Pose; readonly edgeColor: string | undefined }[],
  view: View,
  viewport: ImageSize,
  { edges, colors }: PoseStyle,
): void {
  const edgePaths = new Map<string, Path2D>();
  const rings = { all: new Path2D(), solid: new Map<string, Path2D>(), dashed: new Map<string, Path2D>() };
  for (const { pose, edgeColor } of poses) {
    const placed = pose.marks.map((mark, keypoint): Placed | undefined =>
      mark === null || mark.visibility === 'absent'
        ? undefined
        : {
            x: mark.x * view.k + view.x,
            y: mark.y * view.k + view.y,
            occluded: mark.visibility === 'occluded',
            keypoint,
          },
    );
    for (const { from, to, color } of edges) {
      const [start, end] = [placed[from], placed[to]];
      if (start === undefined || end === undefined || apart(start, end, viewport)) continue;
      addEdge(pathOf(edgePaths, edgeColor ?? color), start, end);
    }
    for (const mark of placed) {
      if (mark === undefined || apart(mark, mark, viewport)) continue;
      addRing(rings.all, mark);
      addRing(pathOf(mark.occluded ? rings.dashed : rings.solid, colors[mark.keypoint] ?? '#fff'), mark);
    }
  }
  const strength = context.globalAlpha;
  context.lineCap = 'round';
  for (const [color, path] of edgePaths) {
    stroke(context, path, 'rgb(10 13 18)', 4, strength * 0.3);
    stroke(context, path, color, 2, strength * 0.6);
  }
  context.lineCap = 'butt';
  stroke(context, rings.all, 'rgb(10 13 18)', 5, strength * 0.75);
  stroke(context, rings.all, '#fff', 3.4, strength);
  for (const [color, path] of rings.solid) stroke(context, path, color, 2.2, strength);
  context.setLineDash(DASHES);
  for (const [color, path] of rings.dashed) {
    context.setLineDash([]);
    stroke(context, path, 'rgb(10 13 18)', 2.2, strength);
    context.setLineDash(DASHES);
    stroke(context, path, color, 2.2, strength);
  }
  context.setLineDash([]);
  context.globalAlpha = strength;
}

function pathOf(paths: Map<string, Path2D>, color: string): Path2D {
  const path = paths.get(color) ?? new Path2D();
  paths.set(color, path);
  return path;
}

function addRing(path: Path2D, { x, y }: Point): void {
  path.moveTo(x + RING, y);
  path.arc(x, y, RING, 0, 2 * Math.PI);
}

/** A line from rim to rim: it must not cross the clear centres. */
function addEdge(path: Path2D, start: Point, end: Point): void {
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  if (length <= 2 * RING) return;
  const rim = RING / length;
  const at = (share: number): [number, number] => [
    start.x + (end.x - start.x) * share,
    start.y + (end.y - start.y) * share,
  ];
  path.moveTo(...at(rim));
  path.lineTo(...at(1 - rim));
}

function apart(a: Point, b: Point, { width, height }: ImageSize): boolean {
  const margin = 12;
  return (
    Math.max(a.x, b.x) < -margin ||
    Math.max(a.y, b.y) < -margin ||
    Math.min(a.x, b.x) > width + margin ||
    Math.min(a.y, b.y) > height + margin
  );
}

function stroke(
  context: CanvasRenderingContext2D,
  path: Path2D,
  color: string,
  width: number,
  alpha: number,
): void {
  context.globalAlpha = alpha;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path);
}
