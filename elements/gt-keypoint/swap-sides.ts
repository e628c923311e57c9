import { msg, str } from '@lit/localize';
import type { GtKeypoint } from './gt-keypoint.ts';
import { editKeypoints } from './keypoint-edits.ts';
import { swappedPairs } from './left-right.ts';
import { pairPositions, placesOf } from './reshape-pose.ts';

/** Positions of the pairs of the selected animal whose left and right look swapped, and are not kept so. */
export function swappedIn(element: GtKeypoint): number[] {
  const pose = element.document.poses[element.selected.pose];
  return pose === undefined || element.document.nothing || !element.editable || element.kept.has(pose.id)
    ? []
    : swappedPairs(element.rig, placesOf(pose.marks));
}

/** Exchanges left and right: what the warning speaks of, else the selected keypoint and its counterpart, or all. */
export function swapSides(element: GtKeypoint, all = false): void {
  const warned = swappedIn(element);
  if (warned.length > 0) element.telemetry.count('warningsAccepted');
  const { pose, keypoint } = element.selected;
  const pairs = pairPositions(element.rig).filter(
    (pair, index) => all || (warned.length > 0 ? warned.includes(index) : pair.includes(keypoint)),
  );
  element.commit(
    editKeypoints(element.document, { type: 'swap', pose, pairs }),
    msg(str`${pairs.length} swapped.`),
  );
}

/** The worker has looked at left and right of the selected animal. */
export function keepSides(element: GtKeypoint): void {
  element.kept.add(element.document.poses[element.selected.pose]?.id ?? '');
  element.refresh();
}
