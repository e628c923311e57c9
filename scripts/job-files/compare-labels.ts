import type { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';
import type { KeypointLabel } from '#contracts/keypoint-label.ts';
import { assignRows } from '#geometry/hungarian.ts';
import { intersectionOverUnion } from '#geometry/intersection-over-union.ts';
import { type LocatedPose, posesOf } from '../poses-of.ts';
import { QuantileSketch } from './quantile-sketch.ts';

/** What a new merge changed, over all objects that had a label before and have one now. */
export interface LabelChanges {
  /** Objects with a label before and after. */
  compared: number;
  /** Of these, those whose label is another: a class, an annotation, or anything that moved by half a pixel. */
  changed: number;
  /** Distances by which keypoints or edges of boxes moved, px; null where nothing can move. */
  movedPx: { median: number; p95: number; max: number } | null;
  /** Classes and visibilities that are others now. */
  flipped: number;
  /** Animals or boxes that are only in the new labels, and only in the old ones. */
  added: number;
  removed: number;
}

/** A point or an edge that moves less than this has stayed. */
const STAYED_PX = 0.5;

/** Boxes that overlap less are two boxes. */
const SAME_BOX = 0.3;

/** Compares label by label in bounded memory. */
export class LabelComparison {
  readonly #moves = new QuantileSketch();
  readonly #counts = { compared: 0, changed: 0, flipped: 0, added: 0, removed: 0 };

  /** @param before,after what stands under the label attribute; other tasks' labels are not compared */
  add(before: unknown, after: unknown): void {
    const change = { moved: 0, flipped: 0, added: 0, removed: 0 };
    const move = (distance: number) => {
      this.#moves.add(distance);
      change.moved = Math.max(change.moved, distance);
    };
    if (isClass(before) && isClass(after))
      change.flipped = JSON.stringify(before) === JSON.stringify(after) ? 0 : 1;
    else if (isPoses(before) && isPoses(after)) comparePoses(posesOf(before), posesOf(after), change, move);
    else if (isBoxes(before) && isBoxes(after)) compareBoxes(before, after, change, move);
    else return;
    this.#counts.compared++;
    if (change.moved > STAYED_PX || change.flipped + change.added + change.removed > 0)
      this.#counts.changed++;
    this.#counts.flipped += change.flipped;
    this.#counts.added += change.added;
    this.#counts.removed += change.removed;
  }

  result(): LabelChanges {
    const hundredths = (value: number | null) => Math.round((value ?? 0) * 100) / 100;
    const moves = this.#moves;
    const movedPx =
      moves.count === 0
        ? null
        : {
            median: hundredths(moves.quantile(0.5)),
            p95: hundredths(moves.quantile(0.95)),
            max: hundredths(moves.max),
          };
    return { ...this.#counts, movedPx };
  }
}

type Change = Record<'moved' | 'flipped' | 'added' | 'removed', number>;

function comparePoses(
  before: LocatedPose[],
  after: LocatedPose[],
  change: Change,
  move: (px: number) => void,
): void {
  const cost = before.flatMap((a) => after.map((b) => meanDistance(a, b)));
  const partner = assignRows(cost, before.length, after.length);
  change.removed += partner.filter((column) => column < 0).length;
  change.added += Math.max(0, after.length - before.length);
  before.forEach(({ keypoints }, row) => {
    const pose = after[partner[row] ?? -1];
    if (!pose) return;
    for (const name of new Set([...keypoints.keys(), ...pose.keypoints.keys()])) {
      const [from, to] = [keypoints.get(name), pose.keypoints.get(name)];
      if (from && to) move(Math.hypot(to.x - from.x, to.y - from.y));
      if (from?.occluded !== to?.occluded) change.flipped++;
    }
  });
}

function meanDistance(a: LocatedPose, b: LocatedPose): number {
  let sum = 0;
  let shared = 0;
  for (const [name, { x, y }] of a.keypoints) {
    const other = b.keypoints.get(name);
    if (!other) continue;
    sum += Math.hypot(other.x - x, other.y - y);
    shared++;
  }
  // Animals without a common keypoint are paired last.
  return shared === 0 ? 1e7 : sum / shared;
}

function compareBoxes(
  { annotations: before }: BoundingBoxLabel,
  { annotations: after }: BoundingBoxLabel,
  change: Change,
  move: (px: number) => void,
): void {
  const cost = before.flatMap((a) => after.map((b) => 1 - intersectionOverUnion(a, b)));
  const partner = assignRows(cost, before.length, after.length);
  let pairs = 0;
  before.forEach((from, row) => {
    const to = after[partner[row] ?? -1];
    if (!to || intersectionOverUnion(from, to) < SAME_BOX) return;
    pairs++;
    if (from.class_id !== to.class_id) change.flipped++;
    for (const [edge, side] of [
      ['left', 'width'],
      ['top', 'height'],
    ] as const) {
      move(Math.abs(to[edge] - from[edge]));
      move(Math.abs(to[edge] + to[side] - from[edge] - from[side]));
    }
  });
  change.removed += before.length - pairs;
  change.added += after.length - pairs;
}

/** One class is a number, several are a list of numbers. */
function isClass(label: unknown): boolean {
  return typeof label === 'number' || (Array.isArray(label) && label.every((one) => typeof one === 'number'));
}

function isPoses(label: unknown): label is KeypointLabel {
  return hasAnnotations(label) && label.annotations.every((one) => Array.isArray(one?.keypoints));
}

function isBoxes(label: unknown): label is BoundingBoxLabel {
  return hasAnnotations(label) && label.annotations.every((one) => typeof one?.width === 'number');
}

function hasAnnotations(
  label: unknown,
): label is { annotations: ({ keypoints?: unknown; width?: unknown } | null)[] } {
  return Array.isArray((label as { annotations?: unknown } | null)?.annotations);
}
