import { describe, expect, it } from 'vitest';
import type { Skeleton } from '#contracts/skeleton.ts';
import { keypointJobAgreement, PCK_RADII } from './keypoint-job-agreement.ts';

const skeleton: Skeleton = {
  name: 'mouse',
  keypoints: [{ name: 'nose' }, { name: 'neck' }, { name: 'hip' }, { name: 'tail' }],
};

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** A normal number, as the sum of twelve. */
const normal = (random: () => number) => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);

describe('agreement over a pose job', () => {
  const random = sequence(13);
  // The hip is five times as hard to place; "dee" is four times as sloppy.
  const objects = Array.from({ length: 150 }, (_, id) => ({
    id: String(id),
    answers: ['ann', 'bob', 'cy', 'dee'].map((workerId) => ({
      workerId,
      answer: {
        inputImageProperties: { width: 1000, height: 1000 },
        keypoints: skeleton.keypoints.map(({ name }, k) => {
          const spread = 2 * (name === 'hip' ? 5 : 1) * (workerId === 'dee' ? 4 : 1);
          return {
            label: name,
            x: 300 + 100 * k + spread * normal(random),
            y: 400 + 60 * k + spread * normal(random),
          };
        }),
      },
    })),
  }));
  const agreement = keypointJobAgreement(objects, skeleton);

  it('finds the keypoint that workers take for different places', () => {
    expect(agreement.keypoints.filter(({ ambiguous }) => ambiguous).map(({ name }) => name)).toEqual(['hip']);
    const [nose, , hip] = agreement.keypoints;
    expect((hip?.sigma ?? 0) / (nose?.sigma ?? 1)).toBeGreaterThan(4);
    expect((hip?.sigma ?? 0) / (nose?.sigma ?? 1)).toBeLessThan(6.5);
    // Two pixels on an animal of scale sqrt(300 * 180), a little more for the sloppy one.
    expect(nose?.sigma).toBeGreaterThan(2 / 232);
    expect(nose?.sigma).toBeLessThan(4 / 232);
  });

  it('gives curves that only rise, and ranks the workers', () => {
    for (const { pck } of [agreement, ...agreement.workers, ...agreement.keypoints]) {
      expect(pck).toHaveLength(PCK_RADII.length);
      expect(pck.every((share, i) => i === 0 || share >= (pck[i - 1] ?? 0))).toBe(true);
    }
    const oks = agreement.workers.map((worker) => worker.oks);
    expect(Math.min(...oks)).toBe(oks[3]);
    expect(agreement.workers[3]?.within.high).toBeLessThan(agreement.workers[0]?.within.low ?? 0);
    expect(agreement.keypoints[0]?.visibilityAlpha).toBe(1);
  });
});
