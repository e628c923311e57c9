import { describe, expect, it } from 'vitest';
import { emSwapPoses } from './em-swap-poses.ts';
import { medianPoses } from './median-poses.ts';
import type { MatchedPose, MergedPose, PoseBatch } from './pose-batch.ts';

/** nose, left ear, right ear, tail of a mouse 100 px long that looks to the left. */
const shape = [
  [0, 0],
  [20, 18],
  [20, -18],
  [100, 0],
] as const;
const K = shape.length;
const WORKERS = 12;

/** A job whose workers differ in noise, slip now and then, and mix up left and right once in ten. */
function simulate({ animals = 60, views = 5, swaps = 0.1, hostile = -1 } = {}): {
  batch: PoseBatch;
  truth: (readonly [number, number])[][];
} {
  let state = 11;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const noise = () => random() + random() + random() + random() - 2;
  const truth = Array.from({ length: animals }, () => {
    const [x, y, angle] = [200 + 600 * random(), 200 + 400 * random(), 2 * Math.PI * random()];
    return shape.map(
      ([u, v]) =>
        [
          x + u * Math.cos(angle) - v * Math.sin(angle),
          y + u * Math.sin(angle) + v * Math.cos(angle),
        ] as const,
    );
  });
  const poses = truth.map((points, animal): MatchedPose => {
    const workers = Array.from({ length: views }, (_, v) => (animal + v * 5) % WORKERS).sort((a, b) => a - b);
    const answered = workers.map((worker) => {
      const sloppy = 1 + (worker % 4) * 2;
      const drawn = points.map(([x, y]) => [x + noise() * sloppy, y + noise() * sloppy] as [number, number]);
      if (random() < swaps) [drawn[1], drawn[2]] = [drawn[2] ?? [0, 0], drawn[1] ?? [0, 0]];
      return worker === hostile
        ? drawn.map(() => [1e6 * random(), -1e6 * random()] as [number, number])
        : drawn;
    });
    return {
      workers: Int32Array.from(workers),
      x: Float64Array.from(answered.flat(), ([x]) => x),
      y: Float64Array.from(answered.flat(), ([, y]) => y),
      scale: 60,
      image: { width: 1000, height: 1000 },
    };
  });
  const batch: PoseBatch = {
    keypointCount: K,
    pairs: [[1, 2]],
    axis: [3, 0],
    sigmas: new Float64Array(K).fill(0.05),
    workerCount: WORKERS,
    poses,
  };
  return { batch, truth };
}

function rmse(
  merged: readonly MergedPose[],
  truth: readonly (readonly (readonly [number, number])[])[],
): number {
  const squared = merged.flatMap((pose, index) =>
    (truth[index] ?? []).map(([x, y], k) => ((pose.x[k] ?? 0) - x) ** 2 + ((pose.y[k] ?? 0) - y) ** 2),
  );
  return Math.sqrt(squared.reduce((sum, value) => sum + value, 0) / squared.length);
}

describe('EM with swaps', () => {
  it('is much nearer to the truth than the median where workers differ and mix up sides', () => {
    const { batch, truth } = simulate({ swaps: 0.15 });
    expect(rmse(emSwapPoses(batch), truth)).toBeLessThan(0.5 * rmse(medianPoses(batch), truth));
  });

  it('finds the left side that most of an image got wrong, from the rest of the job', () => {
    const { batch, truth } = simulate({ animals: 200, views: 3, swaps: 0.1 });
    const pose = batch.poses[0];
    // Two of three workers mix up the ears of the first animal.
    for (const values of [pose?.x, pose?.y]) {
      for (const view of [0, 1]) {
        if (!values) continue;
        const [left, right] = [values[view * K + 1] ?? 0, values[view * K + 2] ?? 0];
        values[view * K + 1] = right;
        values[view * K + 2] = left;
      }
    }
    const merged = emSwapPoses(batch);
    expect(rmse(merged.slice(0, 1), truth.slice(0, 1))).toBeLessThan(8);
    expect(merged[0]?.sideCertainty[1]).toBeLessThan(merged[1]?.sideCertainty[1] ?? 0);
  });

  it('leaves sides to the majority when animals have no side that they keep', () => {
    const { batch, truth } = simulate({ swaps: 0.02 });
    // Every second animal is its own mirror image, in truth and in all answers.
    const mirrored = batch.poses.map((pose, index) =>
      index % 2 ? pose : { ...pose, y: pose.y.map((y) => 1000 - y) },
    );
    const mirroredTruth = truth.map((points, index) =>
      index % 2 ? points : points.map(([x, y]) => [x, 1000 - y] as const),
    );
    expect(rmse(emSwapPoses({ ...batch, poses: mirrored }), mirroredTruth)).toBeLessThan(4);
  });

  it('is bounded when one worker of twelve is hostile', () => {
    const { batch, truth } = simulate({ hostile: 3 });
    const merged = emSwapPoses(batch);
    expect(rmse(merged, truth)).toBeLessThan(6);
    for (const { variance } of merged)
      expect([...variance].every((value) => value > 0 && value < 1e6)).toBe(true);
  });

  it('gives the same with every coordinate moved and grown', () => {
    const { batch } = simulate();
    const poses = batch.poses.map((pose) => ({
      ...pose,
      x: pose.x.map((x) => 4 * (x + 128)),
      y: pose.y.map((y) => 4 * (y - 64)),
      scale: 4 * pose.scale,
    }));
    const grown = emSwapPoses({ ...batch, poses });
    emSwapPoses(batch).forEach(({ x, y }, index) => {
      for (let k = 0; k < K; k++) {
        expect(grown[index]?.x[k]).toBeCloseTo(4 * ((x[k] ?? 0) + 128), 0);
        expect(grown[index]?.y[k]).toBeCloseTo(4 * ((y[k] ?? 0) - 64), 0);
      }
    });
  });

  it('takes the geometric median where there is too little to learn from', () => {
    const { batch } = simulate({ animals: 5 });
    expect(emSwapPoses(batch).every(({ x }) => [...x].every(Number.isFinite))).toBe(true);
  });
});
