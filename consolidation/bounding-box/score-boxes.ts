import type { AnsweredBox } from '#contracts/bounding-box-answer.ts';
import { assignRows } from '#geometry/hungarian.ts';
import { intersectionOverUnion } from '#geometry/intersection-over-union.ts';
import type { MergedBox } from './box-batch.ts';

/** Overlap from which a merged box is taken to be a known one, and from which it is exact. */
const FOUND = 0.5;
const EXACT = 0.75;

/** What is known of a merged box: whether there is such an object, and whether the box is exact. */
export interface ScoredBox {
  found: boolean;
  exact: boolean;
}

/**
 * Holds the merged boxes of an image against all boxes that are known to be in it. A known box is found once, and
 * only by a box of its own label.
 * @returns one for each merged box
 */
export function scoreBoxes(merged: readonly MergedBox[], known: readonly AnsweredBox[]): ScoredBox[] {
  if (merged.length === 0) return [];
  const overlaps = merged.map((box) =>
    known.map((truth) => (box.label === truth.label ? intersectionOverUnion(box, truth) : 0)),
  );
  // Overlaps too small to count cost the same, or they would push a good match aside.
  const costs = overlaps.map((row) => row.map((overlap) => (overlap >= FOUND ? 1 - overlap : 1)));
  const partners = known.length === 0 ? [] : assignRows(costs.flat(), merged.length, known.length);
  return merged.map((_, index) => {
    const overlap = overlaps[index]?.[partners[index] ?? -1] ?? 0;
    return { found: overlap >= FOUND, exact: overlap >= EXACT };
  });
}
