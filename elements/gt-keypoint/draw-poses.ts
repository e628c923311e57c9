import type { ImageSize } from '#contracts/geometry.ts';
import { axisOf, type Point, type View } from '#geometry/view.ts';
import { isPlaced, type Pose } from './keypoint-document.ts';
import { REACH, RING, ringSprite } from './ring-sprite.ts';

/** How poses are drawn: the ends of edges as indices with their colour, and one colour per keypoint. */
export interface PoseStyle {
  readonly edges: readonly { readonly from: number; readonly to: number; readonly color: string }[];
  readonly colors: readonly string[];
}

/** Strength of edges, and of poses that are not selected. */
const EDGE = 0.6;
const FAINT = 0.35;
/** Edges in one path: strokes of longer paths cost more than the sum of their parts. */
const PATH_LENGTH = 60;

/**
 * Draws poses: edges first, then marks. Edges are collected into paths per colour, marks are copied sprites, and
 * what is outside the viewport is left out, so that hundreds of animals stay cheap.
 * @param stage the view, the surface in CSS pixels, and the factor of the marks' size
 * @param faint for poses that are not selected
 */
export function drawPoses(
  context: CanvasRenderingContext2D,
  poses: readonly { readonly pose: Pose; readonly edgeColor: string | undefined }[],
  { view, viewport, markSize }: { view: View; viewport: ImageSize; markSize: number },
  { edges, colors }: PoseStyle,
  faint = false,
): void {
  const { a, b } = axisOf(view);
  const reach = REACH * markSize;
  const placed = poses.map(({ pose }) =>
    pose.marks.map((mark) =>
      isPlaced(mark)
        ? {
            x: mark.x * a - mark.y * b + view.x,
            y: mark.x * b + mark.y * a + view.y,
            occluded: mark.visibility === 'occluded',
          }
        : undefined,
    ),
  );
  const lines = new Map<string, [Point, Point][]>();
  placed.forEach((marks, index) => {
    for (const { from, to, color } of edges) {
      const [start, end] = [marks[from], marks[to]];
      if (start === undefined || end === undefined || apart(start, end, viewport)) continue;
      const key = poses[index]?.edgeColor ?? color;
      const list = lines.get(key);
      if (list) list.push([start, end]);
      else lines.set(key, [[start, end]]);
    }
  });
  context.lineCap = 'round';
  for (const [color, list] of lines) {
    for (let start = 0; start < list.length; start += PATH_LENGTH)
      strokeEdges(context, list.slice(start, start + PATH_LENGTH), color, faint ? FAINT : EDGE, markSize);
  }
  context.globalAlpha = faint ? FAINT : 1;
  const density = context.getTransform().a * markSize;
  for (const marks of placed) {
    marks.forEach((mark, keypoint) => {
      if (mark === undefined || apart(mark, mark, viewport)) return;
      const sprite = ringSprite(colors[keypoint] ?? '#fff', mark.occluded, density);
      context.drawImage(sprite, mark.x - reach, mark.y - reach, 2 * reach, 2 * reach);
    });
  }
  context.globalAlpha = 1;
}

/** Lines from rim to rim: they must not cross the clear centres. */
function strokeEdges(
  context: CanvasRenderingContext2D,
  edges: readonly [Point, Point][],
  color: string,
  alpha: number,
  markSize: number,
): void {
  const rim = RING * markSize;
  context.beginPath();
  for (const [start, end] of edges) {
    const length = Math.hypot(end.x - start.x, end.y - start.y);
    if (length <= 2 * rim) continue;
    const dx = ((end.x - start.x) * rim) / length;
    const dy = ((end.y - start.y) * rim) / length;
    context.moveTo(start.x + dx, start.y + dy);
    context.lineTo(end.x - dx, end.y - dy);
  }
  context.globalAlpha = alpha / 2;
  context.lineWidth = 4 * markSize;
  context.strokeStyle = 'rgb(10 13 18)';
  context.stroke();
  context.globalAlpha = alpha;
  context.lineWidth = 2 * markSize;
  context.strokeStyle = color;
  context.stroke();
}

/** Marks can be drawn twice as large as usual. */
const MARGIN = 2 * REACH;

function apart(a: Point, b: Point, { width, height }: ImageSize): boolean {
  return (
    Math.max(a.x, b.x) < -MARGIN ||
    Math.max(a.y, b.y) < -MARGIN ||
    Math.min(a.x, b.x) > width + MARGIN ||
    Math.min(a.y, b.y) > height + MARGIN
  );
}
