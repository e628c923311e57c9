import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { marsPoses, marsRepair } from './mars-poses.ts';
import type { MatchedPose } from './pose-batch.ts';

const data = process.env['GTKIT_BENCH_DATA'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const published = join(data, 'keypoints', 'mars-black', 'processed_keypoints.json');
const there = existsSync(published);
if (!there) console.log('The published MARS job is not here; its test is skipped.');

describe("MARS's rule", () => {
  it('exchanges two points of which each is nearer to the other median than the other is', () => {
    const pose: MatchedPose = {
      workers: Int32Array.of(0, 1, 2),
      x: Float64Array.of(10, 90, 12, 88, 91, 9),
      y: Float64Array.of(50, 50, 50, 50, 50, 50),
      scale: 50,
      image: { width: 100, height: 100 },
    };
    const sigmas = Float64Array.of(0.05, 0.05);
    const [merged] = marsPoses({
      keypointCount: 2,
      pairs: [[0, 1]],
      axis: undefined,
      sigmas,
      workerCount: 3,
      poses: [pose],
    });
    expect([...(merged?.x ?? [])]).toEqual([10, 90]);
  });

  it.skipIf(!there)('gives what MARS itself made of its published job', () => {
    interface Frame {
      width: number;
      height: number;
      ann_label: string[];
    }
    const frames: Frame[] = JSON.parse(readFileSync(published, 'utf8'));
    const animals: { X: number[][]; Y: number[][]; med: [number[], number[]] }[] = JSON.parse(
      readFileSync(published, 'utf8'),
    ).map((frame: Record<string, unknown>) => frame['ann_mouse']);
    const manifest = readFileSync(join(published, '..', 'output.manifest'), 'utf8')
      .trim()
      .split('\n');
    const poses = manifest.map((line, index): MatchedPose => {
      const { width = 1, height = 1, ann_label: names = [] } = frames[index] ?? {};
      const answers: { annotationData: { content: string } }[] =
        JSON.parse(line).annotatedResult.annotationsFromAllWorkers;
      const points = answers.flatMap(({ annotationData }) => {
        const { keypoints } = JSON.parse(annotationData.content).annotatedResult as {
          keypoints: { label: string; x: number; y: number }[];
        };
        return names.map(
          (name) => keypoints.find(({ label }) => label === name) ?? { x: Number.NaN, y: Number.NaN },
        );
      });
      return {
        workers: Int32Array.from(answers, (_, view) => view),
        x: Float64Array.from(points, ({ x }) => x),
        y: Float64Array.from(points, ({ y }) => y),
        scale: 100,
        image: { width, height },
      };
    });
    const pairs = [
      [1, 2],
      [4, 5],
    ] as const;
    const merged = marsPoses({
      keypointCount: 7,
      pairs,
      axis: undefined,
      sigmas: new Float64Array(7).fill(0.05),
      workerCount: 6,
      poses,
    });
    let worst = 0;
    merged.forEach(({ x, y }, index) => {
      const { width = 1, height = 1 } = frames[index] ?? {};
      const [medianY = [], medianX = []] = animals[index]?.med ?? [];
      for (let k = 0; k < 7; k++) {
        worst = Math.max(worst, Math.abs((x[k] ?? 0) / width - (medianX[k] ?? 0)));
        worst = Math.max(worst, Math.abs((y[k] ?? 0) / height - (medianY[k] ?? 0)));
      }
    });
    expect(worst).toBeLessThan(1e-9);

    // Its own count: 149 of 100 images x 6 workers x 2 pairs.
    let repaired = 0;
    for (const pose of poses) {
      const { x, y } = marsRepair(pose, { keypointCount: 7, pairs });
      for (let view = 0; view < 6; view++)
        for (const [i] of pairs)
          if (x[view * 7 + i] !== pose.x[view * 7 + i] || y[view * 7 + i] !== pose.y[view * 7 + i])
            repaired++;
    }
    expect(repaired).toBe(149);
  });
});
