import { msg, str } from '@lit/localize';
import type { GtKeypoint } from './gt-keypoint.ts';
import { countMarks } from './keypoint-document.ts';

/** Whether the skeleton says how an animal at rest looks. */
export function canDrop(element: GtKeypoint): boolean {
  return element.armed !== undefined && element.rig.keypoints.every(({ rest }) => rest !== undefined);
}

/** An animal without a mark begins as the template says. */
export function beginPose(element: GtKeypoint): void {
  element.dropping =
    element.placement === 'box' &&
    canDrop(element) &&
    countMarks(element.document.poses[element.selected.pose]) === 0;
}

export function toggleDropping(element: GtKeypoint): void {
  element.dropping = canDrop(element) && !element.dropping;
  element.announce(dropAdvice(element));
}

/** What to do while the rest pose waits for its box, else ''. */
export function dropAdvice(element: GtKeypoint): string {
  return element.dropping ? msg(str`Draw a box around the ${element.noun}.`) : '';
}
