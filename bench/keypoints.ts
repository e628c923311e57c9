import { readFileSync } from 'node:fs';
import { keypointMethods } from '#consolidation/keypoint/methods.ts';
import type { KeypointMethod, MatchedPose, PoseBatch } from '#consolidation/keypoint/pose-batch.ts';
import { poseScale } from '#consolidation/keypoint/pose-scale.ts';
import { median } from '#geometry/median.ts';
import { DEFAULT_SIGMA } from '#geometry/oks.ts';
import { fastestSeconds } from './fastest-seconds.ts';
import { findData, readJson } from './find-data.ts';
import { recordFloor } from './floors.ts';
import { reproduceMars } from './mars-reproduction.ts';
import { peakMemory } from './peak-memory.ts';
import { printTable } from './print-table.ts';
import { seededRandom } from './seeded-random.ts';

/** A worker's points by keypoint, null where he placed none. */
type Points = readonly (readonly [number, number] | null)[];

interface Job {
  names: string[];
  pairs: [number, number][];
  axis: [number, number];
  image: { width: number; height: number };
  objects: { worker: string; points: Points }[][];
}

const sizes = [
  'workers3-swaps05',
  'workers5-swaps05',
  'workers5-swaps10',
  'workers5-swaps15',
  'workers7-swaps10',
];

/** What em-swap's RMSE may be on them, in units of the oracle's. */
const simulatedFloors = [1.85, 1.04, 1.05, 1.22, 1.05];

/** Distances between the labels of three workers and of the other three, px: RMSE / median. */
const splitHalfReference = [
  ['  median (measured elsewhere)', '43.9', '23.6'],
  ['  geometric median (measured elsewhere)', '43.2', '23.3'],
  ['  MARS flip + median (measured elsewhere)', '44.4', '23.0'],
  ['  Huber (measured elsewhere)', '41.0', '22.7'],
  ['  EM, worker variance (measured elsewhere)', '41.6', '21.3'],
  ['  EM + swaps (measured elsewhere)', '43.2', '20.2'],
  ['  EM + swaps + chirality, draft (measured elsewhere)', '39.7', '19.5'],
];

interface Simulated {
  skeleton: { keypoints: string[]; pairs: [string, string][]; axis: [string, string] };
  oracle: { rmse: number; medianError: number };
  reference: Record<string, { rmseRatio: number; medianErrorRatio: number }>;
  objects: {
    truth: Record<string, [number, number]>;
    scored: string[];
    answers: { worker: string; keypoints: Record<string, [number, number]> }[];
  }[];
}

/** Error of every method on the simulated jobs, as a ratio to an oracle that knows every worker's noise. */
export function benchSimulatedKeypoints(): void {
  const folder = findData('keypoints', 'simulated');
  if (!folder) {
    process.stdout.write('\nsimulated keypoints: no data here, skipped\n');
    return;
  }
  const within = new Map<string, string[]>();
  const columns = sizes.map((size) => {
    const data = readJson<Simulated>(`${folder}/${size}.json`);
    const names = data.skeleton.keypoints;
    const at = (name: string) => names.indexOf(name);
    const job: Job = {
      names,
      pairs: data.skeleton.pairs.map(([a, b]) => [at(a), at(b)]),
      // The data name the head end first; a skeleton here names the tail end first.
      axis: [at(data.skeleton.axis[1]), at(data.skeleton.axis[0])],
      image: { width: 1000, height: 1000 },
      objects: data.objects.map(({ answers }) =>
        answers.map(({ worker, keypoints }) => ({
          worker,
          points: names.map((name) => keypoints[name] ?? null),
        })),
      ),
    };
    const batch = toBatch(job);
    const ratios = Object.entries(keypointMethods).map(([name, method]) => {
      const merged = method(batch);
      const errors = data.objects.flatMap(({ truth, scored }, index) =>
        scored.map((keypoint) => {
          const k = at(keypoint);
          const [x = 0, y = 0] = truth[keypoint] ?? [];
          return Math.hypot((merged[index]?.x[k] ?? 0) - x, (merged[index]?.y[k] ?? 0) - y);
        }),
      );
      const deviations = data.objects.flatMap(({ scored }, index) =>
        scored.map((keypoint) => Math.sqrt(merged[index]?.variance[at(keypoint)] ?? Number.NaN)),
      );
      const share = (sds: number) =>
        errors.filter((error, i) => error <= sds * (deviations[i] ?? 0)).length / errors.length;
      within.set(name, [...(within.get(name) ?? []), `${share(1).toFixed(3)} / ${share(2.45).toFixed(3)}`]);
      const rmse = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
      return [name, rmse / data.oracle.rmse, median(errors) / data.oracle.medianError] as const;
    });
    const references = Object.entries(data.reference).map(
      ([name, { rmseRatio, medianErrorRatio }]) =>
        [`  ${name} (measured elsewhere)`, rmseRatio, medianErrorRatio] as const,
    );
    return [...ratios, ...references];
  });
  const rows = (columns[0] ?? []).map(([name], row) => [
    name,
    ...columns.map((column) => {
      const [, rmse = 0, middle = 0] = column[row] ?? [];
      return `${rmse.toFixed(3)} / ${middle.toFixed(3)}`;
    }),
  ]);
  rows.push(['  floor', ...simulatedFloors.map((floor) => floor.toFixed(2))]);
  columns.forEach((column, index) => {
    const [, ratio = Number.NaN] = column.find(([name]) => name === 'em-swap') ?? [];
    recordFloor(`em-swap, ${sizes[index]}: RMSE / oracle`, ratio, 'most', simulatedFloors[index] ?? 0);
  });
  printTable('Keypoints, simulated jobs: RMSE / median error, ratio to the oracle', ['', ...sizes], rows);
  printTable(
    'Keypoints, simulated jobs: share of points within 1 / 2.45 of their own sd',
    ['', ...sizes],
    [...[...within].map(([name, shares]) => [name, ...shares]), ['  an honest sd', '0.393 / 0.950']],
  );
}

/** Split-half on the real pose job: three workers against the other three. */
export function benchSplitHalf(): void {
  const path = findData('keypoints', 'mars-black', 'output.manifest');
  if (!path) {
    process.stdout.write('\nreal keypoints: no data here, skipped\n');
    return;
  }
  const job = readMars(path);
  const rows = Object.entries(keypointMethods).map(([name, method]) => {
    const splits = firstSplits().map((half) => {
      const one = merge(job, method, (position) => half.includes(position));
      const other = merge(job, method, (position) => !half.includes(position));
      const distances = one.flatMap((pose, index) =>
        job.names.map((_, k) =>
          Math.hypot(
            (pose.x[k] ?? 0) - (other[index]?.x[k] ?? 0),
            (pose.y[k] ?? 0) - (other[index]?.y[k] ?? 0),
          ),
        ),
      );
      return [Math.sqrt(distances.reduce((sum, d) => sum + d * d, 0) / distances.length), median(distances)];
    });
    const mean = (column: number) => splits.reduce((sum, s) => sum + (s[column] ?? 0), 0) / splits.length;
    if (name === 'em-swap') {
      recordFloor('em-swap, real job, split-half: RMSE, px', mean(0), 'most', 39.0);
      recordFloor('em-swap, real job, split-half: median, px', mean(1), 'most', 19.3);
    }
    return [name, mean(0).toFixed(1), mean(1).toFixed(1)];
  });
  printTable(
    'Keypoints, real pose job, split-half distance, px',
    ['', 'RMSE', 'median'],
    [...rows, ...splitHalfReference, ['  floor', '39.0', '19.3']],
  );
  const mars = reproduceMars();
  if (!mars) return;
  process.stdout.write(
    `mars gives MARS's own labels to ${mars.worst.toExponential(1)} of the image, and repairs ${mars.repaired} of 1200 pairs.\n`,
  );
  recordFloor('mars: difference from its own labels', mars.worst, 'most', 1e-9);
  recordFloor('mars: pairs repaired, 149 by its own count', mars.repaired, 'least', 149);
}

/** Animals with 5 of 40 workers x 9 keypoints. */
export function largePoseBatch(animals: number): PoseBatch {
  const random = seededRandom(5);
  const noise = () => (random() + random() + random() - 1.5) * 6;
  const [views, K] = [5, 9];
  const poses = Array.from({ length: animals }, (): MatchedPose => {
    const [x, y] = [200 + 600 * random(), 200 + 600 * random()];
    const first = Math.floor(random() * 8);
    return {
      workers: Int32Array.from({ length: views }, (_, view) => first + 8 * view),
      x: Float64Array.from({ length: views * K }, (_, at) => x + ((at % K) % 3) * 25 + noise()),
      y: Float64Array.from({ length: views * K }, (_, at) => y + Math.floor((at % K) / 3) * 30 + noise()),
      scale: 60,
      image: { width: 1000, height: 1000 },
    };
  });
  return {
    keypointCount: K,
    pairs: [
      [1, 2],
      [4, 5],
    ],
    axis: [6, 0],
    sigmas: new Float64Array(K).fill(DEFAULT_SIGMA),
    workerCount: 40,
    poses,
  };
}

/** Animals a second with 5 workers x 9 keypoints, and the memory of a process with a million points. */
export function benchKeypointSpeed(): void {
  const batch = largePoseBatch(20_000);
  const rows = Object.entries(keypointMethods).map(([name, method]: [string, KeypointMethod]) => {
    const perSecond = batch.poses.length / fastestSeconds(() => method(batch));
    const memory = peakMemory('keypoint', name);
    if (name === 'median' || name === 'em-swap') {
      recordFloor(`${name}: animals a second`, perSecond, 'least', name === 'median' ? 200_000 : 4000);
      recordFloor(`${name}: MiB for a million points`, memory, 'most', 250);
    }
    return [name, Math.round(perSecond).toLocaleString('en'), memory.toFixed(0)];
  });
  printTable(
    'Keypoints, 5 workers x 9 keypoints; memory of a process that merges 1,000,000 points',
    ['', 'animals/s', 'peak MiB'],
    [
      ...rows,
      ['  MARS flip + median (measured elsewhere)', '990', ''],
      ["  crowd-kit's MACE, 500,000 answers (measured elsewhere)", '', '1256'],
      ['  floor: median', '200,000', '250'],
      ['  floor: em-swap', '4,000', '250'],
    ],
  );
}

function merge(job: Job, method: KeypointMethod, keep: (position: number) => boolean) {
  return method(
    toBatch({
      ...job,
      objects: job.objects.map((answers) => answers.filter((_, position) => keep(position))),
    }),
  );
}

function toBatch({ names, pairs, axis, image, objects }: Job): PoseBatch {
  const ids = [...new Set(objects.flat().map(({ worker }) => worker))].sort();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const poses = objects.map((answers): MatchedPose => {
    const sorted = answers.toSorted((a, b) => (a.worker < b.worker ? -1 : 1));
    const axisOf = (axisIndex: 0 | 1) =>
      sorted.map(({ points }) => Float64Array.from(points, (point) => point?.[axisIndex] ?? Number.NaN));
    const [xs, ys] = [axisOf(0), axisOf(1)];
    return {
      workers: Int32Array.from(sorted, ({ worker }) => indexOf.get(worker) ?? 0),
      x: Float64Array.from(xs.flatMap((values) => [...values])),
      y: Float64Array.from(ys.flatMap((values) => [...values])),
      scale: poseScale(
        xs.map((x, view) => ({ x, y: ys[view] ?? x })),
        image,
      ),
      image,
    };
  });
  return {
    keypointCount: names.length,
    pairs,
    axis,
    sigmas: new Float64Array(names.length).fill(DEFAULT_SIGMA),
    workerCount: ids.length,
    poses,
  };
}

interface MarsLine {
  annotatedResult: {
    annotationsFromAllWorkers: { workerId: string; annotationData: { content: string } }[];
  };
}

function readMars(path: string): Job {
  const names = [
    'nose',
    'right ear',
    'left ear',
    'top of neck',
    'right rear knee',
    'left rear knee',
    'base of tail',
  ];
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const objects = lines.map((line) =>
    (JSON.parse(line) as MarsLine).annotatedResult.annotationsFromAllWorkers.map(
      ({ workerId, annotationData }) => {
        const { annotatedResult } = JSON.parse(annotationData.content) as {
          annotatedResult: { keypoints: { label: string; x: number; y: number }[] };
        };
        const byName = new Map(annotatedResult.keypoints.map(({ label, x, y }) => [label, [x, y] as const]));
        return { worker: workerId, points: names.map((name) => byName.get(name) ?? null) };
      },
    ),
  );
  return {
    names,
    pairs: [
      [2, 1],
      [5, 4],
    ],
    axis: [6, 0],
    image: { width: 1250, height: 906 },
    objects,
  };
}

/** The first ten choices of three of six positions in lexicographic order. */
function firstSplits(): number[][] {
  const splits: number[][] = [];
  for (let a = 0; a < 6; a++)
    for (let b = a + 1; b < 6; b++) for (let c = b + 1; c < 6; c++) splits.push([a, b, c]);
  return splits.slice(0, 10);
}
