import { describe, expect, it } from 'vitest';
import { parseAdaptive } from './adaptive-assignment.ts';
import { labelConfidence } from './label-confidence.ts';

describe('the tag that asks for adaptive assignment', () => {
  it('is read part by part, with a default for each', () => {
    expect(parseAdaptive('max=7 target-confidence=0.95 wait=60', 3)).toEqual({
      max: 7,
      targetConfidence: 0.95,
      waitSeconds: 60,
    });
    expect(parseAdaptive('', 1)).toEqual({ max: 5, targetConfidence: 0.9 });
    expect(parseAdaptive('', 7).max).toBe(7);
  });

  it.each([
    ['max=2', /max is 2, and not a whole number from 3 to 9/],
    ['max=10', /from 3 to 9/],
    ['max=4.5', /a whole number/],
    ['target-confidence=1.5', /target-confidence is 1.5, and not from 0 to 1/],
    ['most=4', /it has most=4/],
    ['max=4 max=5', /it has max=5/],
    ['constructor=1', /it has constructor=1/],
  ])('%s is refused with what was expected', (value, reason) => {
    expect(() => parseAdaptive(value, 3)).toThrow(reason);
  });
});

describe('the confidence of a label', () => {
  it('is that of the class, or of the least sure annotation', () => {
    expect(labelConfidence({ confidence: 0.7 })).toBe(0.7);
    expect(labelConfidence({ objects: [{ confidence: 0.9 }, { confidence: 0.4 }, null, {}] })).toBe(0.4);
  });

  it('is unknown where there is none, or no probability', () => {
    for (const metadata of [
      undefined,
      null,
      3,
      {},
      { objects: [] },
      { confidence: 'high' },
      { confidence: 7 },
    ])
      expect(labelConfidence(metadata)).toBeUndefined();
  });
});
