import { describe, expect, it } from 'vitest';
import { reproduceMars } from '../../bench/mars-reproduction.ts';
import { marsPoses } from './mars-poses.ts';
import type { MatchedPose } from './pose-batch.ts';

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

  it('gives what MARS itself made of its published job', ({ skip }) => {
    const reproduced = reproduceMars();
    if (!reproduced) {
      console.log('Skipped: the published job of MARS is not on this machine.');
      skip();
      return;
    }
    expect(reproduced.worst).toBeLessThan(1e-9);
    // Its own count, of 100 images x 6 workers x 2 pairs.
    expect(reproduced.repaired).toBe(149);
  });
});
