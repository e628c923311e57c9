import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviationInterval, shareInterval } from './intervals.ts';
import { type AlphaMetric, krippendorffAlpha } from './krippendorff-alpha.ts';
import { reportWorkers } from './report-workers.ts';
import { timeOutliers } from './time-outliers.ts';

/** The definition, over all pairs. */
function slowAlpha(units: number[][], metric: AlphaMetric): number | undefined {
  const paired = units.filter((unit) => unit.length >= 2);
  const all = paired.flat();
  if (all.length === 0) return undefined;
  const rank = (value: number) =>
    all.filter((other) => other < value).length + all.filter((other) => other === value).length / 2;
  const delta = (a: number, b: number) =>
    metric === 'nominal' ? Number(a !== b) : metric === 'interval' ? (a - b) ** 2 : (rank(a) - rank(b)) ** 2;
  const pairs = (values: number[]) =>
    values.reduce((sum, a, i) => sum + values.reduce((s, b, j) => s + (i === j ? 0 : delta(a, b)), 0), 0);
  const expected = pairs(all) / (all.length - 1);
  if (expected === 0) return 1;
  return 1 - paired.reduce((sum, unit) => sum + pairs(unit) / (unit.length - 1), 0) / expected;
}

describe("Krippendorff's alpha", () => {
  it('is that of his own example', () => {
    // Krippendorff (2011), four observers of twelve units: nominal .743, ordinal .815, interval .849.
    const units = [
      [1, 1, 1],
      [2, 2, 3, 2],
      [3, 3, 3, 3],
      [3, 3, 3, 3],
      [2, 2, 2, 2],
      [1, 2, 3, 4],
      [4, 4, 4, 4],
      [1, 1, 2, 1],
      [2, 2, 2, 2],
      [5, 5, 5],
      [1, 1],
      [3],
    ];
    expect(krippendorffAlpha(units)).toBeCloseTo(0.743, 3);
    expect(krippendorffAlpha(units, 'ordinal')).toBeCloseTo(0.815, 3);
    expect(krippendorffAlpha(units, 'interval')).toBeCloseTo(0.849, 3);
  });

  it('is what the definition over all pairs gives', () => {
    const units = fc.array(fc.array(fc.integer({ min: -3, max: 5 }), { maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(units, fc.constantFrom<AlphaMetric>('nominal', 'ordinal', 'interval'), (values, metric) => {
        const slow = slowAlpha(values, metric);
        const fast = krippendorffAlpha(values, metric);
        if (slow === undefined) expect(fast).toBeUndefined();
        else expect(fast).toBeCloseTo(slow, 8);
      }),
    );
  });
});

describe('intervals', () => {
  it('hold the estimate, and narrow with more answers', () => {
    const few = shareInterval(9, 10);
    const many = shareInterval(900, 1000);
    expect(few.low).toBeLessThan(many.low);
    expect(few.high).toBeGreaterThan(many.high);
    expect(shareInterval(0, 20)).toMatchObject({ value: 0, low: 0 });
    // Chi-squared of 10 degrees: 3.247 and 20.483.
    expect(deviationInterval(10, 10).low).toBeCloseTo(Math.sqrt(10 / 20.483), 2);
    expect(deviationInterval(10, 10).high).toBeCloseTo(Math.sqrt(10 / 3.247), 1);
  });
});

describe('the report on workers', () => {
  it('flags who is worse than chance can explain, with the figures, and nobody else', () => {
    // [squared error, points behind it, gross, points, animals straight, all swapped, one pair swapped, ...]
    const state = {
      version: 1 as const,
      task: 'keypoint' as const,
      names: ['nose', 'left ear', 'right ear'],
      pairs: [[1, 2]] as [number, number][],
      objects: 100,
      shared: [],
      workers: {
        careful: [250, 300, 2, 300, 98, 2],
        noisy: [9000, 300, 3, 300, 100, 0],
        careless: [150, 150, 150, 300, 100, 0],
        mirrored: [300, 300, 3, 300, 40, 60],
        typical: [300, 300, 3, 300, 99, 1],
        new: [60, 3, 1, 3, 0, 1],
      },
    };
    const flagged = Object.fromEntries(reportWorkers(state).map((r) => [r.workerId, r.evidence.join(' ')]));
    expect(flagged['careful']).toBe('');
    expect(flagged['typical']).toBe('');
    expect(flagged['noisy']).toMatch(/^Noise 5\.\d+ \(.*times/);
    expect(flagged['careless']).toMatch(/Gross errors on 0\.50/);
    expect(flagged['mirrored']).toMatch(/Left and right mixed up on 0\.60/);
    // Three bad points prove little about gross errors and swaps.
    expect(flagged['new']).not.toMatch(/Gross|Left/);
  });

  it('flags who guesses classes', () => {
    const state = {
      version: 1 as const,
      task: 'classification' as const,
      names: ['cat', 'dog'],
      pairs: [],
      objects: 100,
      shared: [50, 50],
      workers: { good: [45, 5, 5, 45], guess: [52, 50, 48, 50] },
    };
    const [good, guess] = reportWorkers(state);
    expect(good?.accuracy?.value).toBeCloseTo(0.9);
    expect(good?.evidence).toEqual([]);
    expect(guess?.evidence).toEqual(['Right on 0.51 (0.44 to 0.58) of the choices; guessing gives 0.50.']);
  });
});

describe('times', () => {
  it('stand out against the worker and the object, and not against the crowd', () => {
    const answers = ['slow', 'fast', 'middling'].flatMap((workerId, w) =>
      Array.from({ length: 20 }, (_, o) => ({
        workerId,
        objectId: `o${o}`,
        seconds: ([60, 6, 20][w] ?? 1) * (1 + (o % 5)) * (1 + ((o * 7 + w * 3) % 10) / 40),
      })),
    );
    expect(timeOutliers(answers)).toEqual([]);
    const hasty = { workerId: 'slow', objectId: 'o3', seconds: 2 };
    const found = timeOutliers([
      ...answers.filter((a) => a.workerId !== 'slow' || a.objectId !== 'o3'),
      hasty,
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject(hasty);
    expect(found[0]?.deviations).toBeLessThan(-3.5);
  });
});
