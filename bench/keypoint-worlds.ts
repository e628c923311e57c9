import { keypointMethods } from '#consolidation/keypoint/methods.ts';
import type { KeypointMethod, MatchedPose, PoseBatch } from '#consolidation/keypoint/pose-batch.ts';
import { poseScale } from '#consolidation/keypoint/pose-scale.ts';
import { median } from '#geometry/median.ts';
import { DEFAULT_SIGMA } from '#geometry/oks.ts';
import { printTable } from './print-table.ts';
import { seededRandom } from './seeded-random.ts';

/** A kind of job; what is not given is as in the first. */
interface World {
  name: string;
  images: number;
  workers: number;
  views: number;
  keypoints: number;
  /** Left/right pairs; the first keypoint is the head and the last the tail. */
  pairs: number;
  /** Noise of a typical worker, in units of the animal's scale, and how far workers differ (sd of its logarithm). */
  noise: number;
  spread: number;
  /** Share of the animals that a worker mixes up, and of points that are anywhere near the animal. */
  swaps: number;
  slips: number;
  /** Share of workers who do both five times as often. */
  bad: number;
  missing: number;
  /** Lasting offsets of a worker's keypoints, in units of the noise. */
  bias: number;
  /** Share of images in which the animal is its mirror image, as one that is seen from either side. */
  mirrored: number;
  /** Degrees of freedom of Student's t; infinite is Gauss. */
  freedom: number;
  /** Part of the noise that all workers of an image share. */
  shared: number;
  /** Origin and size of the coordinates, px. */
  offset: number;
  size: number;
  axis: boolean;
}

const first: World = {
  name: 'as in the data',
  images: 200,
  workers: 20,
  views: 5,
  keypoints: 9,
  pairs: 3,
  noise: 0.03,
  spread: 0.45,
  swaps: 0.08,
  slips: 0.02,
  bad: 0.12,
  missing: 0.03,
  bias: 0,
  mirrored: 0,
  freedom: Number.POSITIVE_INFINITY,
  shared: 0,
  offset: 0,
  size: 100,
  axis: true,
};

const worlds: (Partial<World> & { name: string })[] = [
  { name: 'as in the data' },
  { name: 'careful experts', swaps: 0, slips: 0, bad: 0, spread: 0.1 },
  { name: 'a crowd with heavy tails', freedom: 3 },
  { name: '2 workers an image', views: 2 },
  { name: '3 workers an image', views: 3 },
  { name: '9 workers an image', views: 9 },
  { name: '25 images', images: 25, workers: 6 },
  { name: '12 images', images: 12, workers: 6 },
  { name: '3 workers in all', workers: 3, views: 3 },
  { name: 'each worker but 4 images', images: 120, workers: 150 },
  { name: 'one of three is bad', bad: 0.34, swaps: 0.1, slips: 0.05 },
  { name: 'every fifth animal mixed up', swaps: 0.2 },
  { name: 'half of all mixed up', swaps: 0.5, bad: 0 },
  { name: 'seen from either side', mirrored: 0.5 },
  { name: 'no axis in the skeleton', axis: false },
  { name: 'no pairs', pairs: 0 },
  { name: '2 keypoints', keypoints: 2, pairs: 0 },
  { name: '40 keypoints, 18 pairs', keypoints: 40, pairs: 18, images: 100 },
  { name: 'a third of the points missing', missing: 0.33 },
  { name: 'lasting offsets of half the noise', bias: 0.5 },
  { name: 'lasting offsets as large as the noise', bias: 1 },
  { name: 'large offsets, each worker 10 images', bias: 1, images: 100, workers: 50 },
  { name: 'half of the noise is shared', shared: 0.5 },
  { name: 'animals of 4 px', size: 4, noise: 0.1 },
  { name: 'animals of 40,000 px, far from 0', size: 40_000, offset: 1e7 },
  { name: 'noise of a third of the animal', noise: 0.33 },
];

const SEEDS = 3;

/**
 * Every method on simulated jobs of many kinds, none of which anything was tuned on: RMSE and median error in % of the
 * animal's size, and how the default compares with the best of the others. The data folder is not needed.
 */
export function benchKeypointWorlds(): void {
  const names = Object.keys(keypointMethods) as (keyof typeof keypointMethods)[];
  const rows = worlds.map((given) => {
    const world = { ...first, ...given };
    const sums = names.map(() => ({ rmse: 0, middle: 0 }));
    for (let seed = 0; seed < SEEDS; seed++) {
      const { batch, truth } = simulate(world, 1000 + seed);
      names.forEach((name, n) => {
        const errors = errorsOf(keypointMethods[name], batch, truth).map(
          (error) => (100 * error) / world.size,
        );
        const sum = sums[n] as (typeof sums)[number];
        sum.rmse += Math.sqrt(errors.reduce((total, e) => total + e * e, 0) / errors.length) / SEEDS;
        sum.middle += median(errors) / SEEDS;
      });
    }
    const own = sums[names.indexOf('em-swap')];
    const others = sums.filter((_, n) => names[n] !== 'em-swap');
    const against = (key: 'rmse' | 'middle') =>
      ((own?.[key] ?? 0) / Math.min(...others.map((sum) => sum[key]))).toFixed(2);
    return [
      world.name,
      ...sums.map(({ rmse, middle }) => `${rmse.toFixed(2)} / ${middle.toFixed(2)}`),
      `${against('rmse')} / ${against('middle')}`,
    ];
  });
  printTable(
    `Keypoints, ${worlds.length} kinds of simulated jobs: RMSE / median error, % of the animal; and em-swap over the best other`,
    ['', ...names, 'ratio'],
    rows,
  );
}

function errorsOf(method: KeypointMethod, batch: PoseBatch, truth: readonly Float64Array[][]): number[] {
  return method(batch).flatMap((pose, index) => {
    const [xs, ys] = truth[index] as [Float64Array, Float64Array];
    return (
      Array.from(xs, (x, k) => Math.hypot((pose.x[k] as number) - x, (pose.y[k] as number) - (ys[k] ?? 0)))
        // A point that nobody placed has no error.
        .filter((error) => !Number.isNaN(error))
    );
  });
}

function simulate(world: World, seed: number): { batch: PoseBatch; truth: Float64Array[][] } {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const tail = () => {
    if (world.freedom === Number.POSITIVE_INFINITY) return 1;
    let squares = 0;
    for (let i = 0; i < world.freedom; i++) squares += normal() ** 2;
    return Math.sqrt(world.freedom / squares);
  };
  const { keypoints: K, pairs: P, size, workers: W } = world;
  const shape = Array.from({ length: K }, (_, k): [number, number] => {
    const along = K === 1 ? 0 : 0.5 - k / (K - 1);
    const paired = k >= 1 && k <= 2 * P;
    return paired ? [0.5 - Math.ceil(k / 2) / (P + 1), k % 2 ? 0.18 : -0.18] : [along, 0];
  });
  const pairs = Array.from({ length: P }, (_, p): [number, number] => [2 * p + 1, 2 * p + 2]);
  const crew = Array.from({ length: W }, (_, w) => ({
    noise: Math.exp(world.spread * normal()),
    times: w < Math.round(world.bad * W) ? 5 : 1,
    bias: Array.from({ length: K }, () => [normal(), normal()] as const),
  }));
  const hard = Array.from({ length: K }, () => 1 + random());
  const truth: Float64Array[][] = [];
  const poses = Array.from({ length: world.images }, (_, image): MatchedPose => {
    const angle = 2 * Math.PI * random();
    const flip = random() < world.mirrored ? -1 : 1;
    const centre = [
      world.offset + size * (2 + 6 * random()),
      world.offset + size * (2 + 6 * random()),
    ] as const;
    const place = (u: number, v: number): [number, number] => [
      centre[0] + size * (u * Math.cos(angle) - flip * v * Math.sin(angle)),
      centre[1] + size * (u * Math.sin(angle) + flip * v * Math.cos(angle)),
    ];
    const points = shape.map(([u, v]) => place(u + 0.02 * normal(), v + 0.02 * normal()));
    truth.push([Float64Array.from(points, ([x]) => x), Float64Array.from(points, ([, y]) => y)]);
    const difficulty = Math.exp(0.3 * normal()) * world.noise * size;
    const common = points.map(() => [normal(), normal()] as const);
    const keys = crew.map((__, w) => ({ w, key: random() + ((w + image) % W) * 1e-9 }));
    const chosen = keys
      .sort((a, b) => a.key - b.key)
      .slice(0, Math.min(world.views, W))
      .map(({ w }) => w)
      .sort((a, b) => a - b);
    const x: number[] = [];
    const y: number[] = [];
    for (const w of chosen) {
      const { noise, times, bias } = crew[w] as (typeof crew)[number];
      const drawn = points.map((point, k): [number, number] => {
        if (random() < world.missing) return [Number.NaN, Number.NaN];
        if (random() < Math.min(0.5, world.slips * times))
          return [point[0] + 0.4 * size * normal(), point[1] + 0.4 * size * normal()];
        const own = difficulty * noise * (hard[k] as number) * tail() * Math.sqrt(1 - world.shared);
        const both = difficulty * (hard[k] as number) * Math.sqrt(world.shared);
        const lasting = world.bias * world.noise * size;
        const [along, across] = bias[k] as readonly [number, number];
        return [
          point[0] +
            own * normal() +
            both * (common[k]?.[0] ?? 0) +
            lasting * (along * Math.cos(angle) - across * Math.sin(angle)),
          point[1] +
            own * normal() +
            both * (common[k]?.[1] ?? 0) +
            lasting * (along * Math.sin(angle) + across * Math.cos(angle)),
        ];
      });
      if (P > 0 && random() < Math.min(0.5, world.swaps * times)) {
        const one = random() < 0.3 ? Math.floor(random() * P) : -1;
        pairs.forEach(([left, right], p) => {
          if (one < 0 || one === p)
            [drawn[left], drawn[right]] = [drawn[right] as [number, number], drawn[left] as [number, number]];
        });
      }
      x.push(...drawn.map(([value]) => value));
      y.push(...drawn.map(([, value]) => value));
    }
    const views = chosen.map((__, v) => ({
      x: Float64Array.from(x.slice(v * K, (v + 1) * K)),
      y: Float64Array.from(y.slice(v * K, (v + 1) * K)),
    }));
    const frame = { width: 10 * size, height: 10 * size };
    return {
      workers: Int32Array.from(chosen),
      x: Float64Array.from(x),
      y: Float64Array.from(y),
      scale: poseScale(views, frame),
      image: frame,
    };
  });
  return {
    batch: {
      keypointCount: K,
      pairs,
      axis: world.axis && K > 1 ? [K - 1, 0] : undefined,
      sigmas: new Float64Array(K).fill(DEFAULT_SIGMA),
      workerCount: W,
      poses,
    },
    truth,
  };
}
