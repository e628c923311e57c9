import { intersectionOverUnion } from '#geometry/intersection-over-union.ts';
import type { BoxObject, MergedBox } from '../bounding-box/box-batch.ts';
import { medianBox } from '../bounding-box/median-box.ts';

/** How one worker's boxes compare with those of the other workers on the same object. */
export interface BoxAgreement {
  workerId: string;
  /** Boxes that the worker drew. */
  boxes: number;
  /** Boxes of the worker that stand in the label, with at least one other worker. */
  matched: number;
  /** Boxes of the label that the worker did not draw. */
  missed: number;
  /** Mean overlap of the matched boxes with the median of the others' boxes; null without any. */
  iou: number | null;
}

/** Leave-one-out agreement on one object: nobody's own box is in what it is compared with. */
export function boxAgreement(
  { boxes, workerCount }: BoxObject,
  merged: readonly MergedBox[],
  workerIds: readonly string[],
): BoxAgreement[] {
  return Array.from({ length: workerCount }, (_, worker) => {
    const overlaps: number[] = [];
    let missed = 0;
    for (const { members } of merged) {
      const own = members.find((index) => boxes[index]?.worker === worker);
      const others = members.filter((index) => index !== own).flatMap((index) => boxes[index] ?? []);
      const box = own === undefined ? undefined : boxes[own];
      if (!box) missed++;
      else if (others.length > 0) overlaps.push(intersectionOverUnion(box, medianBox(others)));
    }
    return {
      workerId: workerIds[worker] ?? '',
      boxes: boxes.filter((box) => box.worker === worker).length,
      matched: overlaps.length,
      missed,
      iou: overlaps.length === 0 ? null : overlaps.reduce((sum, value) => sum + value, 0) / overlaps.length,
    };
  });
}
