import type { Ledger } from '../ledger.ts';
import { mostFrequent } from '../most-frequent.ts';
import type { BoxBatch, BoxObject, MergedBox, WorkerBox } from './box-batch.ts';
import { existenceConfidence, MIN_SHARE } from './existence-confidence.ts';
import { groupBoxes } from './group-boxes.ts';
import { medianBox } from './median-box.ts';

const ITERATIONS = 10;

/** By worker: squared error of edges in units of the box's side, and edges. */
export const BOX_LEDGER_SIZES = { shared: 0, width: 2 } as const;

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
  /** Horizontal and vertical side of the first estimate, the unit of errors. */
  sides: readonly [number, number];
}

/**
 * Boxes that at least .4 of the workers drew; each edge is the mean of the answers by how exactly their workers
 * draw, learned over the job, with Huber's weights against slips. Whether a box exists is a plain vote: on real
 * crowds a learned vote is not better, because hard objects look like bad workers.
 */
export function emVoteBoxes({ workerCount, objects, ledger }: BoxBatch): MergedBox[][] {
  const groups = objects.map((object) =>
    groupBoxes(object)
      .filter((members) => members.length >= MIN_SHARE * object.workerCount - 1e-9)
      .map((members) => toGroup(object, members)),
  );
  const variance = new Float64Array(workerCount).fill(0.05 ** 2);
  if (ledger?.objects) learn(variance, new Float64Array(workerCount), new Float64Array(workerCount), ledger);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const error = new Float64Array(workerCount);
    const count = new Float64Array(workerCount);
    for (const group of groups.flat()) improve(group, variance, error, count);
    ledger?.shown.workers.forEach((_, at, shown) => {
      shown[at] = (at % 2 ? count[at >> 1] : error[at >> 1]) as number;
    });
    if (ledger?.frozen) learn(variance, error.fill(0), count.fill(0), ledger);
    else learn(variance, error, count, ledger);
  }
  return groups.map((own, index) =>
    own.map(({ members, boxes, edges: [left = 0, top = 0, right = 0, bottom = 0] }) => ({
      left,
      top,
      width: Math.max(0, right - left),
      height: Math.max(0, bottom - top),
      label: mostFrequent(boxes.map(({ label }) => label)) ?? '',
      confidence: existenceConfidence(members.length, objects[index]?.workerCount ?? members.length),
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
    sides: [Math.max(width, 1e-6), Math.max(height, 1e-6)],
  };
}

/** Moves the four edges and adds what they say of the workers. */
function improve(
  { boxes, workers, edges, sides }: Group,
  variance: Float64Array,
  error: Float64Array,
  count: Float64Array,
): void {
  for (let e = 0; e < 4; e++) {
    const side = sides[e % 2] as number;
    const now = edges[e] as number;
    let total = 0;
    let moved = 0;
    for (let i = 0; i < boxes.length; i++) {
      const own = variance[workers[i] as number] as number;
      const away = (edgeOf(boxes[i] as WorkerBox, e) - now) / side;
      const weight = huber(away, own) / own;
      total += weight;
      moved += weight * away;
    }
    const step = moved / total;
    edges[e] = now + side * step;
    for (let i = 0; i < boxes.length; i++) {
      const worker = workers[i] as number;
      const away = (edgeOf(boxes[i] as WorkerBox, e) - now) / side - step;
      // The edge is itself uncertain; without that, EM would soon follow one worker alone.
      const expected = away * away + 1 / total;
      error[worker] = (error[worker] as number) + huber(away, variance[worker] as number) * expected;
      count[worker] = (count[worker] as number) + 1;
    }
  }
}

function learn(variance: Float64Array, error: Float64Array, count: Float64Array, ledger?: Ledger): void {
  ledger?.carried.workers.forEach((value, at) => {
    const sum = at % 2 ? count : error;
    sum[at >> 1] = (sum[at >> 1] as number) + value;
  });
  let allError = 0;
  let allCount = 0;
  for (let w = 0; w < variance.length; w++) {
    allError += error[w] as number;
    allCount += count[w] as number;
  }
  const crowd = allCount === 0 ? FLOOR : Math.max(FLOOR, allError / allCount);
  for (let w = 0; w < variance.length; w++) {
    const sum = (error[w] as number) + WORKER_EDGES * crowd;
    variance[w] = Math.max(FLOOR, sum / ((count[w] as number) + WORKER_EDGES));
  }
}

function huber(away: number, variance: number): number {
  const distance = Math.abs(away) / Math.sqrt(variance);
  return distance <= HUBER ? 1 : HUBER / distance;
}

function edgeOf({ left, top, width, height }: WorkerBox, edge: number): number {
  return edge === 0 ? left : edge === 1 ? top : edge === 2 ? left + width : top + height;
}
