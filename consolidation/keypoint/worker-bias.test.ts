import { describe, expect, it } from 'vitest';
import { emSwapPoses } from './em-swap-poses.ts';
import { huberPoses } from './huber-poses.ts';
import type { MatchedPose, MergedPose, PoseBatch } from './pose-batch.ts';

const K = 5;
const SCALE = 80;
const WORKERS = 9;

/** Animals that turn; each worker takes every keypoint for a place `offset` px beside, in the animal's own frame. */
function simulate(
  offset: number,
  { animals = 90, noise = 2 } = {},
): { batch: PoseBatch; truth: [number, number][][]; offsets: [number, number][][] } {
  let state = 3;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const normal = () => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
  const offsets = Array.from({ length: WORKERS }, () =>
    Array.from({ length: K }, (): [number, number] => [offset * normal(), offset * normal()]),
  );
  // What all have in common is no offset of anybody.
  for (let k = 0; k < K; k++) {
    for (const axis of [0, 1] as const) {
      const mean = offsets.reduce((sum, own) => sum + (own[k]?.[axis] ?? 0), 0) / WORKERS;
      for (const own of offsets) {
        const point = own[k];
        if (point) point[axis] -= mean;
      }
    }
  }
  const truth: [number, number][][] = [];
  const poses = Array.from({ length: animals }, (): MatchedPose => {
    const angle = 2 * Math.PI * random();
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const turned = (u: number, v: number): [number, number] => [cos * u - sin * v, sin * u + cos * v];
    const centre = [300 + 300 * random(), 300 + 300 * random()] as const;
    const points = Array.from({ length: K }, (__, k): [number, number] => {
      const [dx, dy] = turned(30 * k, 12 * (k % 2));
      return [centre[0] + dx, centre[1] + dy];
    });
    truth.push(points);
    const crew = Array.from({ length: WORKERS }, (__, worker) => ({ worker, key: random() }))
      .sort((a, b) => a.key - b.key)
      .slice(0, 4)
      .map(({ worker }) => worker)
      .sort((a, b) => a - b);
    const answers = crew.flatMap((worker) =>
      points.map(([x, y], k): [number, number] => {
        const [dx, dy] = turned(...(offsets[worker]?.[k] ?? [0, 0]));
        return [x + dx + noise * normal(), y + dy + noise * normal()];
      }),
    );
    return {
      workers: Int32Array.from(crew),
      x: Float64Array.from(answers, ([x]) => x),
      y: Float64Array.from(answers, ([, y]) => y),
      scale: SCALE,
      image: { width: 1000, height: 1000 },
    };
  });
  return {
    batch: {
      keypointCount: K,
      pairs: [],
      axis: [0, K - 1],
      sigmas: new Float64Array(K).fill(0.05),
      workerCount: WORKERS,
      poses,
    },
    truth,
    offsets,
  };
}

function rmse(merged: readonly MergedPose[], truth: readonly (readonly [number, number])[][]): number {
  const squared = merged.flatMap((pose, index) =>
    (truth[index] ?? []).map(([x, y], k) => ((pose.x[k] ?? 0) - x) ** 2 + ((pose.y[k] ?? 0) - y) ** 2),
  );
  return Math.sqrt(squared.reduce((sum, value) => sum + value, 0) / squared.length);
}

describe('lasting offsets of workers', () => {
  it('are taken off, so that labels are nearly as good as those of workers without any', () => {
    const plain = simulate(0);
    const offset = simulate(4);
    const honest = rmse(emSwapPoses(plain.batch), plain.truth);
    const corrected = rmse(emSwapPoses(offset.batch), offset.truth);
    expect(rmse(huberPoses(offset.batch), offset.truth)).toBeGreaterThan(1.7 * honest);
    expect(corrected).toBeLessThan(1.1 * honest);
  });

  it('cost next to nothing where there are none', () => {
    const { batch, truth } = simulate(0);
    // As good as nine tenths of the best that equal workers allow: their mean.
    expect(rmse(emSwapPoses(batch), truth)).toBeLessThan(1.1 * rmse(huberPoses(batch), truth));
  });

  it('are not asked for in a job of a few images, whose answers they would only follow', () => {
    const { batch, truth } = simulate(4, { animals: 8 });
    const ratio = rmse(emSwapPoses(batch), truth) / rmse(huberPoses(batch), truth);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.2);
  });

  it('leave a lone answer where it is', () => {
    const { batch } = simulate(4);
    const [first, ...rest] = batch.poses;
    const lone: MatchedPose = {
      workers: Int32Array.of(3),
      x: (first?.x ?? new Float64Array()).slice(0, K),
      y: (first?.y ?? new Float64Array()).slice(0, K),
      scale: SCALE,
      image: { width: 1000, height: 1000 },
    };
    const [merged] = emSwapPoses({ ...batch, poses: [lone, ...rest] });
    expect([...(merged?.x ?? [])]).toEqual([...lone.x]);
    expect([...(merged?.y ?? [])]).toEqual([...lone.y]);
  });
});
