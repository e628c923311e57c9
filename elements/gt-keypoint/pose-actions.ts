import { msg, str } from '@lit/localize';
import type { GtKeypoint } from './gt-keypoint.ts';
import { countMarks } from './keypoint-document.ts';
import { editKeypoints } from './keypoint-edits.ts';
import { pairPositions, type Reshape, reshapePose } from './reshape-pose.ts';

/**
 * Turns, scales or mirrors the selected animal.
 * @param again whether a key is held down, which is one step
 */
export function reshapeSelected(element: GtKeypoint, change: Reshape, again = false): void {
  const { pose } = element.selected;
  const marks = reshapePose(
    element.document.poses[pose]?.marks ?? [],
    change,
    element.stage.image.size,
    element.snap,
  );
  const reshaped = editKeypoints(element.document, { type: 'reshape', pose, marks });
  // An animal that faces the other way shows its other side.
  const pairs = change.mirror ? pairPositions(element.rig) : [];
  const next = editKeypoints(reshaped, { type: 'swap', pose, pairs });
  if (again) element.amend(next);
  else element.commit(next, '', true);
}

/** Adds an animal with the marks of the selected one, a little aside. */
export function duplicatePose(element: GtKeypoint): void {
  const source = element.document.poses[element.selected.pose];
  if (!element.canAdd || source === undefined || countMarks(source) === 0) return;
  const aside = { dx: 24 / element.stage.view.k, dy: 24 / element.stage.view.k };
  const marks = reshapePose(source.marks, aside, element.stage.image.size, element.snap);
  element.commit(editKeypoints(element.document, { type: 'add-pose', marks }));
  element.selectPose(element.document.poses.length - 1);
}

export function removePose(element: GtKeypoint, pose: number): void {
  element.commit(
    editKeypoints(element.document, { type: 'remove-pose', pose }),
    msg(str`${element.poseName(pose)} removed.`),
  );
  const last = element.document.poses.length - 1;
  const { pose: selected } = element.selected;
  element.selectPose(Math.min(selected > pose ? selected - 1 : selected, last));
}

export function renamePose(element: GtKeypoint, pose: number, name: string): void {
  const edit = { type: 'rename', pose, name: name.trim().slice(0, 256) } as const;
  element.commit(editKeypoints(element.document, edit));
}

export function stepPose(element: GtKeypoint, by: number): void {
  const next = poseAfter(element, by);
  if (next !== undefined) element.selectPose(next);
}

/** Leaves the selected animal as it is, so that it is not in the way, and goes on with another one. */
export function putAside(element: GtKeypoint, how: 'locked' | 'hidden'): void {
  const next = poseAfter(element, 1);
  if (next === undefined) return;
  element.aside.set(element.document.poses[element.selected.pose]?.id ?? '', how);
  element.selectPose(next);
}

/** The closest animal in a direction that is not put aside. */
function poseAfter(element: GtKeypoint, by: number): number | undefined {
  const { poses } = element.document;
  return poses
    .map((_, step) => (element.selected.pose + by * (step + 1) + poses.length ** 2) % poses.length)
    .find((pose) => pose !== element.selected.pose && !element.aside.has(poses[pose]?.id ?? ''));
}

/** Brings the selected animal to the full size of the surface. */
export function fitPose(element: GtKeypoint): void {
  const box = element.poseBox;
  if (box) element.stage.fitBox(box);
}
