import type { Ledger } from '../ledger.ts';
import { mostFrequent } from '../most-frequent.ts';
import type { BoxBatch, BoxObject, MergedBox, WorkerBox } from './box-batch.ts';
import { existenceConfidence, MIN_SHARE } from './existence-confidence.ts';
import { groupBoxes } from './group-boxes.ts';
import { locationConfidence } from './location-confidence.ts';
import { medianBox } from './median-box.ts';

const ITERATIONS = 10;

/**
 * Part of an edge's variance that all workers share, because they see the same picture: no number of workers
 * takes it away. Answers alone cannot tell it, so it is one half, as the halved logits of classes are.
 */
const SHARED = 0.5;

/** Answers that the workers' variances are worth beside how far apart the answers of this very object are. */
const PRIOR_ANSWERS = 2;

/** Boxes after which half of what a worker does to an edge on average is taken for a habit. */
const HABIT_BOXES = 200;

/**
 * By worker: squared error of the edges in units of the box's side, and edges; then for each edge the weighted
 * sum of how far outside or inside the worker draws it, and the weight.
 */
export const BOX_LEDGER_SIZES = { shared: 0, width: 10 } as const;

/** What EM believes of the workers, and the sums from which it learns that anew. */
interface Model {
  variance: Float64Array;
  /** How far the worker draws each edge to the right or below, in units of the box's side. At [worker * 4 + edge]. */
  habit: Float64Array;
  /** As {@link BOX_LEDGER_SIZES} lays them out. */
  sums: Float64Array;
}

/** Pseudo-edges by which a worker's variance is drawn to the crowd's. */
const WORKER_EDGES = 24;

/** Where Huber's weights begin to fall, in standard deviations. */
const HUBER = 1.345;

/** Smallest variance of an edge, in squares of the box's side: nobody draws more exactly than this. */
const FLOOR = 1e-6;

/** A group of boxes with its edges left, top, right, bottom, which EM moves. */
interface Group {
  members: number[];
  boxes: WorkerBox[];
  /** Job-wide index of each box's worker. */
  workers: number[];
  edges: Float64Array;
  /** The same edges of each box, at [edge * boxes + box]. */
  answered: Float64Array;
  /** Variance of each edge, in squares of the box's side. */
  uncertain: Float64Array;
  /** Horizontal and vertical side of the first estimate, the unit of errors. */
  sides: readonly [number, number];
}

/**
 * Boxes that at least .4 of the workers drew; each edge is the mean of the answers by how exactly their workers
 * draw, less the workers' habits of drawing wide or tight, learned over the job, with Huber's weights against
 * slips. Whether a box exists is a plain vote: on real crowds a learned vote is not better, because hard objects
 * look like bad workers.
 */
export function emVoteBoxes({ workerCount, objects, ledger }: BoxBatch): MergedBox[][] {
  const groups = objects.map((object) =>
    groupBoxes(object)
      .filter((members) => members.length >= MIN_SHARE * object.workerCount - 1e-9)
      .map((members) => toGroup(object, members)),
  );
  const model: Model = {
    variance: new Float64Array(workerCount).fill(0.05 ** 2),
    habit: new Float64Array(workerCount * 4),
    sums: new Float64Array(workerCount * BOX_LEDGER_SIZES.width),
  };
  if (ledger?.objects) learn(model, ledger);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    model.sums.fill(0);
    for (const own of groups) for (const group of own) improve(group, model);
    ledger?.shown.workers.set(model.sums);
    if (ledger?.frozen) model.sums.fill(0);
    learn(model, ledger);
  }
  return groups.map((own, index) =>
    own.map(({ members, boxes, uncertain, edges: [left = 0, top = 0, right = 0, bottom = 0] }) => ({
      left,
      top,
      width: Math.max(0, right - left),
      height: Math.max(0, bottom - top),
      label: mostFrequent(boxes.map(({ label }) => label)) ?? '',
      confidence: existenceConfidence(members.length, objects[index]?.workerCount ?? members.length),
      location: locationConfidence(uncertain),
      members,
    })),
  );
}

function toGroup({ boxes, workers }: BoxObject, members: number[]): Group {
  const own = members.flatMap((index) => boxes[index] ?? []);
  const { left, top, width, height } = medianBox(own);
  return {
    members,
    boxes: own,
    workers: own.map(({ worker }) => workers[worker] ?? 0),
    edges: Float64Array.of(left, top, left + width, top + height),
    answered: Float64Array.from({ length: 4 * own.length }, (_, at) =>
      edgeOf(own[at % own.length] as WorkerBox, Math.floor(at / own.length)),
    ),
    uncertain: new Float64Array(4),
    sides: [Math.max(width, 1e-6), Math.max(height, 1e-6)],
  };
}

/** Moves the four edges and adds what they say of the workers. */
function improve(
  { answered, workers, edges, uncertain, sides }: Group,
  { variance, habit, sums }: Model,
): void {
  for (let e = 0; e < 4; e++) {
    const side = sides[e % 2] as number;
    const now = edges[e] as number;
    let total = 0;
    let moved = 0;
    let spread = 0;
    for (let i = 0; i < workers.length; i++) {
      const worker = workers[i] as number;
      const own = variance[worker] as number;
      const away =
        ((answered[e * workers.length + i] as number) - now) / side - (habit[worker * 4 + e] as number);
      spread += (PRIOR_ANSWERS * own) / workers.length + away * away;
      const weight = huber(away, own) / own;
      total += weight;
      moved += weight * away;
    }
    const step = moved / total;
    uncertain[e] = (1 - SHARED) / total + (SHARED * spread) / (workers.length + PRIOR_ANSWERS);
    edges[e] = now + side * step;
    for (let i = 0; i < workers.length; i++) {
      const worker = workers[i] as number;
      const outside = ((answered[e * workers.length + i] as number) - now) / side - step;
      const away = outside - (habit[worker * 4 + e] as number);
      const weight = huber(away, variance[worker] as number);
      const at = worker * BOX_LEDGER_SIZES.width;
      // The edge is itself uncertain; without that, EM would soon follow one worker alone.
      sums[at] = (sums[at] as number) + weight * (away * away + 1 / total);
      sums[at + 1] = (sums[at + 1] as number) + 1;
      sums[at + 2 + 2 * e] = (sums[at + 2 + 2 * e] as number) + weight * outside;
      sums[at + 3 + 2 * e] = (sums[at + 3 + 2 * e] as number) + weight;
    }
  }
}

/** The M-step: variances drawn to the crowd's, habits drawn to none, each by pseudo-answers. */
function learn({ variance, habit, sums }: Model, ledger: Ledger | undefined): void {
  const { width } = BOX_LEDGER_SIZES;
  ledger?.carried.workers.forEach((value, at) => {
    sums[at] = (sums[at] as number) + value;
  });
  let allError = 0;
  let allCount = 0;
  for (let at = 0; at < sums.length; at += width) {
    allError += sums[at] as number;
    allCount += sums[at + 1] as number;
  }
  const crowd = allCount === 0 ? FLOOR : Math.max(FLOOR, allError / allCount);
  for (let w = 0; w < variance.length; w++) {
    const at = w * width;
    const error = (sums[at] as number) + WORKER_EDGES * crowd;
    variance[w] = Math.max(FLOOR, error / ((sums[at + 1] as number) + WORKER_EDGES));
    for (let e = 0; e < 4; e++)
      habit[w * 4 + e] = (sums[at + 2 + 2 * e] as number) / ((sums[at + 3 + 2 * e] as number) + HABIT_BOXES);
  }
}

function huber(away: number, variance: number): number {
  const distance = Math.abs(away) / Math.sqrt(variance);
  return distance <= HUBER ? 1 : HUBER / distance;
}

function edgeOf({ left, top, width, height }: WorkerBox, edge: number): number {
  return edge === 0 ? left : edge === 1 ? top : edge === 2 ? left + width : top + height;
}
