import type { Box } from '#contracts/geometry.ts';
import { assignRows } from '#geometry/hungarian.ts';
import { intersectionOverUnion } from '#geometry/intersection-over-union.ts';
import type { BoxObject, WorkerBox } from './box-batch.ts';
import { medianBox } from './median-box.ts';

/**
 * Mean overlap that two groups of boxes need to become one: that of two equal boxes which lie half a side apart,
 * so a box is never nearer to another object's box than to its own.
 */
const LINKAGE = 1 / 3;

/** Overlap counts this much when the labels differ: a person in a boat is not the boat. */
const OTHER_LABEL = 0.8;

const REFINEMENTS = 2;

/** Answers with more boxes than this are not merged; pairs of boxes are compared with each other. */
export const MAX_BOXES = 500;

/** Overlap of two answered boxes, reduced when they name different things. */
export function likeness(a: WorkerBox, b: WorkerBox): number {
  return intersectionOverUnion(a, b) * (a.label === b.label ? 1 : OTHER_LABEL);
}

/**
 * Which boxes of different workers mean the same thing: average linkage over pairs from the most alike
 * downwards, never two boxes of one worker in a group (weighted boxes fusion lacks that and merges
 * neighbours), then two rounds in which every worker's boxes are assigned anew to the groups' median boxes.
 * @returns groups of indexes into `boxes`, each ascending, in the order of their first box
 */
export function groupBoxes({ boxes, workerCount }: BoxObject): number[][] {
  let groups = linkBoxes(boxes);
  for (let round = 0; round < REFINEMENTS && groups.length < boxes.length; round++) {
    const before = groups;
    groups = reassign(boxes, workerCount, before);
    // The same groups have the same medians, and would be found again.
    if (sameGroups(groups, before)) break;
  }
  return groups.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

function sameGroups(a: readonly number[][], b: readonly number[][]): boolean {
  return (
    a.length === b.length &&
    a.every((own, g) => {
      const other = b[g] ?? [];
      return own.length === other.length && own.every((index, place) => index === other[place]);
    })
  );
}

function linkBoxes(boxes: readonly WorkerBox[]): number[][] {
  const count = boxes.length;
  const overlap = new Float64Array(count * count);
  const pairs: number[] = [];
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const [first, second] = [boxes[a] as WorkerBox, boxes[b] as WorkerBox];
      if (first.worker === second.worker) continue;
      const value = likeness(first, second);
      overlap[a * count + b] = value;
      overlap[b * count + a] = value;
      if (value >= LINKAGE) pairs.push(a * count + b);
    }
  }
  pairs.sort((p, q) => (overlap[q] as number) - (overlap[p] as number) || p - q);

  const members: (number[] | undefined)[] = boxes.map((_, index) => [index]);
  const groupOf = Int32Array.from(boxes, (_, index) => index);
  for (const pair of pairs) {
    const a = groupOf[Math.floor(pair / count)] as number;
    const b = groupOf[pair % count] as number;
    const [first, second] = [members[a], members[b]];
    if (a === b || !first || !second) continue;
    let sum = 0;
    let shared = false;
    for (const i of first) {
      for (const j of second) {
        if (boxes[i]?.worker === boxes[j]?.worker) shared = true;
        sum += overlap[i * count + j] as number;
      }
    }
    if (shared || sum < LINKAGE * first.length * second.length) continue;
    members[a] = [...first, ...second].sort((i, j) => i - j);
    members[b] = undefined;
    for (const j of second) groupOf[j] = a;
  }
  return members.filter((group) => group !== undefined);
}

/** Assigns each worker's boxes to the medians of the groups; a box that fits none stands alone. */
function reassign(boxes: readonly WorkerBox[], workerCount: number, groups: readonly number[][]): number[][] {
  const centres = groups.map((group) => {
    const own = group.map((index) => boxes[index] as WorkerBox);
    return { ...medianBox(own), labels: new Set(own.map(({ label }) => label)) };
  });
  const next: number[][] = groups.map(() => []);
  const alone: number[][] = [];
  for (let worker = 0; worker < workerCount; worker++) {
    const own: number[] = [];
    for (let index = 0; index < boxes.length; index++)
      if ((boxes[index] as WorkerBox).worker === worker) own.push(index);
    if (own.length === 0) continue;
    const scores = new Float64Array(own.length * centres.length);
    own.forEach((index, row) => {
      for (let column = 0; column < centres.length; column++)
        scores[row * centres.length + column] = score(
          boxes[index] as WorkerBox,
          centres[column] as (typeof centres)[number],
        );
    });
    const assignment = assignRows(
      scores.map((value) => 1 - value),
      own.length,
      centres.length,
    );
    own.forEach((index, row) => {
      const column = assignment[row] ?? -1;
      if (column >= 0 && (scores[row * centres.length + column] as number) >= LINKAGE)
        next[column]?.push(index);
      else alone.push([index]);
    });
  }
  return [...next.filter((group) => group.length > 0), ...alone];
}

function score(box: WorkerBox, centre: Box & { labels: ReadonlySet<string> }): number {
  return intersectionOverUnion(box, centre) * (centre.labels.has(box.label) ? 1 : OTHER_LABEL);
}
