import { describe, expect, it } from 'vitest';
import { consolidateClassifications } from './classification/consolidate-classifications.ts';
import { calibrated, fitCalibration } from './fit-calibration.ts';

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

describe('a calibration', () => {
  it('finds that confidences are twice as sure as they should be', () => {
    const random = sequence(4);
    const scored = Array.from({ length: 4000 }, () => {
      const logit = 3 * random();
      return {
        confidence: 1 / (1 + Math.exp(-2 * logit)),
        right: random() < 1 / (1 + Math.exp(-logit)),
      };
    });
    const fit = fitCalibration(scored);
    expect(fit?.slope).toBeGreaterThan(0.43);
    expect(fit?.slope).toBeLessThan(0.57);
    expect(calibrated(0.9, fit)).toBeLessThan(0.8);
  });

  it('leaves good confidences alone, and says nothing from few objects', () => {
    const random = sequence(8);
    const scored = Array.from({ length: 4000 }, () => {
      const confidence = 0.5 + 0.49 * random();
      return { confidence, right: random() < confidence };
    });
    expect(calibrated(0.8, fitCalibration(scored))).toBeCloseTo(0.8, 1);
    expect(fitCalibration(scored.slice(0, 49))).toBeUndefined();
    expect(calibrated(0.8, undefined)).toBe(0.8);
  });

  it('stays finite when all are right and all are sure', () => {
    const fit = fitCalibration(Array.from({ length: 100 }, () => ({ confidence: 1, right: true })));
    expect(Number.isFinite(fit?.slope)).toBe(true);
    expect(calibrated(1, fit)).toBeGreaterThan(0.99);
  });

  it('makes classes with gold say how often they are right', () => {
    const random = sequence(21);
    const labels = ['cat', 'dog'];
    const truth = Array.from({ length: 900 }, () => labels[Math.floor(2 * random())] ?? 'cat');
    // All copy one another's mistakes on hard pictures, which no merge can see without gold.
    const objects = truth.map((right, i) => {
      const seen = random() < 0.3 ? (labels[Math.floor(2 * random())] ?? 'cat') : right;
      const answers = ['a', 'b', 'c', 'd', 'e'].map((workerId) => ({
        workerId,
        answer: { label: random() < 0.95 ? seen : seen === 'cat' ? 'dog' : 'cat' },
      }));
      return { id: String(i), answers };
    });
    const gold = new Map(truth.slice(0, 300).map((right, i) => [String(i), right]));
    const off = (known?: ReadonlyMap<string, string>) => {
      const rest = consolidateClassifications(objects, { labels, gold: known }).slice(300);
      const sure = rest.reduce((sum, { confidence }) => sum + confidence, 0) / rest.length;
      const right = rest.filter(({ className }, i) => className === truth[i + 300]).length / rest.length;
      return Math.abs(sure - right);
    };
    expect(off(gold)).toBeLessThan(0.04);
    expect(off()).toBeGreaterThan(0.1);
  });
});
