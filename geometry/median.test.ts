import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometricMedian } from './geometric-median.ts';
import { median } from './median.ts';

describe('median', () => {
  it('is the middle value, or the midpoint of two', () => {
    expect(median([4, 1, 3])).toBe(3);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('leaves its input as it was', () => {
    expect(median(Object.freeze([3, 1, 2]))).toBe(2);
  });

  it('agrees with a sorted copy for any length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 80 }),
        (values) => {
          const sorted = [...values].sort((a, b) => a - b);
          const half = sorted.length >> 1;
          const expected =
            sorted.length % 2 === 1 ? sorted[half] : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
          expect(median(values)).toBe(expected);
        },
      ),
    );
  });
});

describe('geometric median', () => {
  const of = (points: [number, number][]) =>
    geometricMedian(
      Float64Array.from(points, (p) => p[0]),
      Float64Array.from(points, (p) => p[1]),
      points.length,
    );

  it('is the centre of a square and ignores where a far point is', () => {
    const square = of([
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ]);
    expect(square.x).toBeCloseTo(1);
    expect(square.y).toBeCloseTo(1);
    const crowd: [number, number][] = [
      [0, 0],
      [0.1, 0],
      [0, 0.1],
      [0.1, 0.1],
      [1e6, 1e6],
    ];
    expect(of(crowd).x).toBeLessThan(0.2);
  });

  it('does not stick at a data point that is not the best place', () => {
    const { x, y } = of([
      [0, 0],
      [10, 0],
      [10, 0.001],
      [10, -0.001],
      [0, 10],
    ]);
    expect(Math.hypot(x - 10, y)).toBeLessThan(0.01);
  });
});
