import type { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';
import type { KeypointLabel } from '#contracts/keypoint-label.ts';
import { assignRows } from '#geometry/hungarian.ts';
import { intersectionOverUnion } from '#geometry/intersection-over-union.ts';
import type { ConsolidationTask } from '../consolidate.ts';
import { posesOf } from '../poses-of.ts';

/** Boxes that overlap less are two boxes. */
const SAME_BOX = 0.5;

/**
 * How far two labels of one object are from each other: the mean squared distance of the keypoints that both
 * have (px²), the square of the overlap that two sets of boxes lack (0 to 1), or whether the classes differ (0 or 1).
 * Undefined when there is nothing to compare.
 */
export function labelDisagreement(task: ConsolidationTask, a: unknown, b: unknown): number | undefined {
  if (task === 'keypoint') return poseDistance(a as KeypointLabel, b as KeypointLabel);
  if (task === 'bounding-box') return boxDistance(a as BoundingBoxLabel, b as BoundingBoxLabel);
  // A class is a number, several are a list.
  return JSON.stringify(a) === JSON.stringify(b) ? 0 : 1;
}

function poseDistance(a: KeypointLabel, b: KeypointLabel): number | undefined {
  const [one, other] = [posesOf(a), posesOf(b)];
  const pairs = one.map((from) =>
    other.map((to) => {
      let sum = 0;
      let count = 0;
      for (const [name, { x, y }] of from.keypoints) {
        const place = to.keypoints.get(name);
        if (!place) continue;
        sum += (place.x - x) ** 2 + (place.y - y) ** 2;
        count++;
      }
      return { sum, count };
    }),
  );
  // Animals without a common keypoint are paired last.
  const cost = pairs.flat().map(({ sum, count }) => (count === 0 ? 1e9 : Math.min(1e9, sum / count)));
  let sum = 0;
  let count = 0;
  assignRows(cost, one.length, other.length).forEach((column, row) => {
    const pair = pairs[row]?.[column];
    sum += pair?.sum ?? 0;
    count += pair?.count ?? 0;
  });
  return count === 0 ? undefined : sum / count;
}

function boxDistance({ annotations: a }: BoundingBoxLabel, { annotations: b }: BoundingBoxLabel): number {
  if (a.length + b.length === 0) return 0;
  const overlaps = a.map((from) =>
    b.map((to) => (from.class_id === to.class_id ? intersectionOverUnion(from, to) : 0)),
  );
  let shared = 0;
  assignRows(
    overlaps.flat().map((overlap) => 1 - overlap),
    a.length,
    b.length,
  ).forEach((column, row) => {
    const overlap = overlaps[row]?.[column] ?? 0;
    if (overlap >= SAME_BOX) shared += overlap;
  });
  // Missing overlap grows with distance, and squares of distances are what adds up.
  return (1 - (2 * shared) / (a.length + b.length)) ** 2;
}
