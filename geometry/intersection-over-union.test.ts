import { describe, expect, it } from 'vitest';
import { intersectionOverUnion } from './intersection-over-union.ts';
import { objectKeypointSimilarity } from './oks.ts';

describe('overlap of boxes', () => {
  const box = { left: 0, top: 0, width: 10, height: 10 };
  it('is one for the same box, a third when half is shared, and zero apart', () => {
    expect(intersectionOverUnion(box, box)).toBe(1);
    expect(intersectionOverUnion(box, { ...box, left: 5 })).toBeCloseTo(1 / 3);
    expect(intersectionOverUnion(box, { ...box, left: 20 })).toBe(0);
  });
  it('is a number for boxes without area', () => {
    const point = { left: 3, top: 3, width: 0, height: 0 };
    expect(intersectionOverUnion(point, point)).toBe(1);
    expect(intersectionOverUnion(point, box)).toBe(0);
  });
});

describe('object keypoint similarity', () => {
  const pose = { x: [0, 10], y: [0, Number.NaN] };
  it('falls with distance and counts only keypoints that both have', () => {
    expect(objectKeypointSimilarity(pose, pose, 100, [0.05, 0.05])).toBe(1);
    // d = 1 px, s = 10 px, k = 0.1: exp(-1/2)
    const moved = { x: [1, 99], y: [0, 99] };
    expect(objectKeypointSimilarity(pose, moved, 100, [0.05, 0.05])).toBeCloseTo(Math.exp(-0.5));
  });
  it('is zero when nothing is shared', () => {
    expect(objectKeypointSimilarity(pose, { x: [Number.NaN, 1], y: [0, 1] }, 100, [0.05, 0.05])).toBe(0);
  });
});
