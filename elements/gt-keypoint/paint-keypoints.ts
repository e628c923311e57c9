import { drawAim } from '#elements/stage/aim-grid.ts';
import { drawCrosshair } from '#elements/stage/draw-crosshair.ts';
import { drawLoupe } from '#elements/stage/draw-loupe.ts';
import { drawTag } from '#elements/stage/draw-tag.ts';
import { toScreen } from '#geometry/view.ts';
import { drawPoses } from './draw-poses.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { poseColor } from './keypoint-colors.ts';
import { placedAt } from './keypoint-document.ts';
import { RING } from './ring-sprite.ts';

/** The static layer: every pose but the selected one, faint. */
export function paintOtherPoses(context: CanvasRenderingContext2D, element: GtKeypoint): void {
  const { document, selected, stage, poseStyle } = element;
  const others = document.poses
    .map((pose, index) => ({ pose, edgeColor: poseColor(index) }))
    .filter(({ pose: { id } }, index) => index !== selected.pose && element.aside.get(id) !== 'hidden');
  drawPoses(context, others, stage, poseStyle, true);
}

/** The selected pose at full strength, with a thin circle around the selected mark. */
export function paintSelectedPose(context: CanvasRenderingContext2D, element: GtKeypoint): void {
  const { document, selected, stage, poseStyle } = element;
  const pose = document.poses[selected.pose];
  if (pose === undefined || document.nothing) return;
  const edgeColor = document.poses.length > 1 ? poseColor(selected.pose) : undefined;
  drawPoses(context, [{ pose, edgeColor }], stage, poseStyle);
  const current = placedAt(document, selected);
  if (!current) return;
  const { x, y } = toScreen(stage.view, current);
  context.beginPath();
  context.arc(x, y, RING * stage.markSize + 5, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = 'rgb(10 13 18 / 0.5)';
  context.stroke();
  context.lineWidth = 1.5;
  context.strokeStyle = '#fff';
  context.stroke();
}

/** What follows the pointer: cross and loupe where the next mark goes, else the name of the mark under it. */
export function paintPointer(context: CanvasRenderingContext2D, element: GtKeypoint): void {
  const { document, stage, tool } = element;
  const aim = tool.aim ?? element.keyAim;
  if (aim !== undefined) {
    if (element.keyCursor && element.aimBox) drawAim(context, element.aimBox, stage.view);
    // Whoever drags a mark looks at its ring, and lines across the picture would have to be shown anew all along.
    if (!tool.drags) drawCrosshair(context, toScreen(stage.view, aim.at), stage.viewport);
    if (element.loupe) drawLoupe(context, stage, aim);
    return;
  }
  const mark = tool.hovered && placedAt(document, tool.hovered);
  if (!tool.hovered || !mark) return;
  const { x, y } = toScreen(stage.view, mark);
  drawTag(context, element.spoken(tool.hovered), { x: x + 14, y: y - 30 });
}
