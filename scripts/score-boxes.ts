import { type AnsweredBox, BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';
import { parseContract } from '#contracts/parse.ts';
import type { Truth } from '#contracts/truth.ts';
import { assignRows } from '#geometry/hungarian.ts';
import { intersectionOverUnion } from '#geometry/intersection-over-union.ts';
import { boxesOf } from './boxes-of.ts';

/** How well boxes of one label, or of all, were found. Shares are in [0, 1], null where nothing can be said. */
export interface BoxScore {
  found: number;
  /** Boxes of the truth without a partner. */
  missed: number;
  /** Boxes without a partner in the truth. */
  extra: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /** Mean intersection over union of the pairs. */
  meanIou: number | null;
}

export interface BoxScores {
  labels: Record<string, BoxScore>;
  overall: BoxScore;
  /** Objects compared; an object without truth is left out. */
  objects: number;
}

/** Overlap from which two boxes with the same label are about the same thing. */
const MATCH = 0.5;

/**
 * Measures box labels, or single answers, against the truth: F1 at an overlap of 0.5 and the mean overlap.
 * @param names the job's labels in the order of class_id
 */
export function scoreBoxes(
  labels: Iterable<{ sourceRef: string; label: BoundingBoxLabel | BoundingBoxAnswer }>,
  truth: Truth,
  names: readonly string[],
): BoxScores {
  const counts = new Map(names.map((name) => [name, newCount()]));
  let objects = 0;
  for (const { sourceRef, label } of labels) {
    const known = truth.find(sourceRef);
    if (known === undefined) continue;
    objects++;
    const expected = parseContract(BoundingBoxAnswer, known, 'truth', { objectId: sourceRef }).boundingBoxes;
    const found = boxesOf(label, names);
    for (const name of new Set([...expected, ...found].map((box) => box.label))) {
      const count = counts.get(name) ?? newCount();
      counts.set(name, count);
      const ofName = (box: AnsweredBox) => box.label === name;
      countPairs(expected.filter(ofName), found.filter(ofName), count);
    }
  }
  const total = newCount();
  for (const count of counts.values()) {
    total.ious.push(...count.ious);
    total.missed += count.missed;
    total.extra += count.extra;
  }
  return {
    labels: Object.fromEntries([...counts].map(([name, count]) => [name, summarize(count)])),
    overall: summarize(total),
    objects,
  };
}

interface Count {
  ious: number[];
  missed: number;
  extra: number;
}

const newCount = (): Count => ({ ious: [], missed: 0, extra: 0 });

function countPairs(expected: AnsweredBox[], found: AnsweredBox[], count: Count): void {
  const overlap = expected.map((a) => found.map((b) => intersectionOverUnion(a, b)));
  // Overlaps under the threshold are worth nothing, or a poor pair could cost a good one its partner.
  const cost = overlap.flat().map((iou) => (iou >= MATCH ? -iou : 0));
  const partners = assignRows(cost, expected.length, found.length);
  const ious = [...partners].map((column, row) => overlap[row]?.[column] ?? 0).filter((iou) => iou >= MATCH);
  count.ious.push(...ious);
  count.missed += expected.length - ious.length;
  count.extra += found.length - ious.length;
}

function summarize({ ious, missed, extra }: Count): BoxScore {
  const found = ious.length;
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    found,
    missed,
    extra,
    precision: share(found, found + extra),
    recall: share(found, found + missed),
    f1: share(2 * found, 2 * found + missed + extra),
    meanIou: share(
      ious.reduce((sum, iou) => sum + iou, 0),
      found,
    ),
  };
}
