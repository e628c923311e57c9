import { GRIP_REACH, gripAt, gripCursor } from '#elements/gt-bounding-box/grip-at.ts';
import { GRAB } from '#elements/gt-keypoint/keypoint-tool.ts';
import type { StagePointer } from '#elements/stage/tool.ts';
import type { Overlay } from './read-overlay.ts';

/** The cursor over an earlier mark, which says what its editor does with a drag from there; '' beside all marks. */
export function markCursor({ index, poses }: Overlay, pointer: StagePointer): string {
  const { image, scale, touch } = pointer;
  const grip = gripAt(index.at(image, GRIP_REACH / scale), pointer);
  if (grip) return gripCursor(grip, pointer.turn);
  const reach = (touch ? GRAB.touch : GRAB.mouse) / scale;
  const near = poses.some(({ marks }) =>
    marks.some(
      (mark) =>
        mark !== null &&
        mark.visibility !== 'absent' &&
        Math.hypot(mark.x - image.x, mark.y - image.y) <= reach,
    ),
  );
  return near ? 'grab' : '';
}
