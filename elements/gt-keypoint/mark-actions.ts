import { msg, str } from '@lit/localize';
import { middleOf, ninthOf } from '#elements/stage/aim-grid.ts';
import { alongImage } from '#geometry/view.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { markAt, placedAt, type Spot } from './keypoint-document.ts';
import { editKeypoints } from './keypoint-edits.ts';

/** Places the armed keypoint where the keys have brought the cross. False where nothing is armed. */
export function placeAtCross(element: GtKeypoint, occluded: boolean): unknown {
  if (element.armed === undefined) return false;
  element.place(element.keyCursor ?? element.stage.middlePixel, occluded);
  return true;
}

/** Says of the selected keypoint, marked or not, that it is not in the picture. */
export function markAbsent(element: GtKeypoint): void {
  const spot = element.selected;
  if (element.document.nothing) return;
  element.mark({ type: 'absent', spot }, spot, msg(str`${element.spoken(spot)} is not in the picture.`));
}

/** Hides or shows the selected mark; before it is placed, the next click places it as hidden. */
export function toggleOccluded(element: GtKeypoint): void {
  const spot = element.selected;
  if (!placedAt(element.document, spot)) element.occludeNext = !element.occludeNext;
  else element.commit(editKeypoints(element.document, { type: 'toggle-occluded', spot }));
  element.stage.invalidate('active');
}

/** Removes the last mark that was made; it is placed again by the next click. */
export function takeBack(element: GtKeypoint): void {
  let spot: Spot | undefined = element.selected;
  while (spot !== undefined && markAt(element.document, spot) === null) spot = element.trail.pop();
  if (spot !== undefined) clearMark(element, spot);
}

export function clearMark(element: GtKeypoint, spot: Spot = element.selected): void {
  if (markAt(element.document, spot) === null) return;
  element.selected = spot;
  element.commit(
    editKeypoints(element.document, { type: 'clear', spot }),
    msg(str`${element.spoken(spot)} removed.`),
  );
}

/** Narrows the cross to a ninth of where it can be: 1 is at the top left, 9 at the bottom right. */
export function aimAt(element: GtKeypoint, cell: number): unknown {
  if (element.armed === undefined) return false;
  const from = element.keyCursor && element.aimBox;
  element.aimBox = ninthOf(from ?? { left: 0, top: 0, ...element.stage.image.size }, cell);
  const { x, y } = element.steer(middleOf(element.aimBox));
  element.announce(msg(str`Cross at ${x}, ${y}.`));
  return true;
}

/**
 * Moves the selected mark, or the cross of the one that is to be placed, by image pixels as seen on the screen.
 * @param again whether the key is held down, which is one step
 */
export function nudge(element: GtKeypoint, right: number, down: number, again = false): void {
  const spot = element.selected;
  const [dx, dy] = alongImage(element.stage.view, right, down);
  const mark = placedAt(element.document, spot);
  if (mark) {
    const place = element.snap({ x: mark.x + dx, y: mark.y + dy });
    const next = editKeypoints(element.document, { type: 'move', spot, ...place });
    if (again) element.amend(next);
    else element.commit(next, '', true);
    element.stage.reveal(place);
    return;
  }
  element.aimBox = undefined;
  const from = element.keyCursor ?? element.tool.pointer?.image ?? element.stage.middlePixel;
  element.steer({ x: from.x + dx, y: from.y + dy });
}

/** Selects a neighbour in the skeleton's order. False at the ends, unless it goes around. */
export function stepKeypoint(element: GtKeypoint, by: number, around: boolean): unknown {
  const count = element.rig.keypoints.length;
  const next = element.selected.keypoint + by;
  if (!around && (next < 0 || next >= count)) return false;
  element.select({ pose: element.selected.pose, keypoint: (next + count) % count });
  element.announce(describeMark(element, element.selected));
  return true;
}

/** A keypoint's state in words. */
export function describeMark(element: GtKeypoint, spot: Spot): string {
  const mark = markAt(element.document, spot);
  const name = element.spoken(spot);
  if (mark === null) return msg(str`${name}, not marked yet`);
  return {
    visible: msg(str`${name}, placed`),
    occluded: msg(str`${name}, placed, hidden`),
    absent: msg(str`${name}, not in the picture`),
  }[mark.visibility];
}
