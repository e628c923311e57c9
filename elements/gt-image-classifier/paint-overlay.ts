import type { Box } from '#contracts/geometry.ts';
import { labelColor, type Surface } from '#elements/gt-bounding-box/paint-boxes.ts';
import { drawPoses } from '#elements/gt-keypoint/draw-poses.ts';
import { poseColor } from '#elements/gt-keypoint/keypoint-colors.ts';
import { isPlaced } from '#elements/gt-keypoint/keypoint-document.ts';
import { spokenName } from '#elements/gt-keypoint/keypoint-words.ts';
import { drawTag, TAG_HEIGHT, tagWidth } from '#elements/stage/draw-tag.ts';
import { layFlat } from '#elements/stage/lay-flat.ts';
import { boundsOf, type Point, toScreen, type View } from '#geometry/view.ts';
import { placeTag } from './place-tag.ts';
import type { Overlay } from './read-overlay.ts';

/** Up to so many boxes each shows its label; beyond, the one under the pointer. */
const TAGS = 12;
/** CSS pixels around a keypoint within which its name is shown. */
const REACH = 12;

/** The earlier marks: boxes with dark on both sides of their line, poses as they were drawn. */
export function paintOverlay(
  context: CanvasRenderingContext2D,
  { boxes, labels, poses, style }: Overlay,
  surface: Surface,
): void {
  const { view, markSize } = surface;
  const flat = layFlat(context, view);
  for (const box of boxes) {
    const { x, y } = toScreen(flat, { x: box.left, y: box.top });
    const sides = [Math.round(x), Math.round(y), box.width * view.k, box.height * view.k] as const;
    context.lineWidth = 4 * markSize;
    context.strokeStyle = 'rgb(10 12 16 / 0.6)';
    context.strokeRect(...sides);
    context.lineWidth = 2 * markSize;
    context.strokeStyle = labelColor(labels, box.label);
    context.strokeRect(...sides);
  }
  context.restore();
  if (boxes.length <= TAGS) {
    const taken: Box[] = [];
    for (const box of boxes) taken.push(paintTag(context, box.label, boundsOf(view, box), taken));
  }
  const several = poses.length > 1;
  drawPoses(
    context,
    poses.map((pose, index) => ({ pose, edgeColor: several ? poseColor(index) : undefined })),
    surface,
    style,
  );
}

/** The name of the mark under the pointer. */
export function paintNameAt(
  context: CanvasRenderingContext2D,
  { boxes, index, poses, skeleton }: Overlay,
  view: View,
  { x, y }: Point,
): void {
  for (const { marks } of poses) {
    for (const [index, mark] of marks.entries()) {
      if (!isPlaced(mark)) continue;
      const at = toScreen(view, mark);
      const there = toScreen(view, { x, y });
      if (Math.hypot(at.x - there.x, at.y - there.y) > REACH) continue;
      drawTag(context, spokenName(skeleton?.keypoints[index]?.name ?? ''), { x: at.x + 14, y: at.y - 30 });
      return;
    }
  }
  if (boxes.length <= TAGS) return;
  const [under] = index.at({ x, y });
  if (under) paintTag(context, under.label, boundsOf(view, under));
}

/** Draws the label of a box where it hides no other, and says where that is. */
function paintTag(
  context: CanvasRenderingContext2D,
  label: string,
  box: Box,
  taken: readonly Box[] = [],
): Box {
  const words = label.length > 32 ? `${label.slice(0, 31)}…` : label;
  const place = placeTag(box, { width: tagWidth(context, words), height: TAG_HEIGHT }, taken);
  drawTag(context, words, { x: place.left, y: place.top });
  return place;
}
