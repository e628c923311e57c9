import { describe, expect, it } from 'vitest';
import { quantile } from './quantile.ts';
import { sayVerdict, spread } from './report.ts';

describe('spread', () => {
  it('gives the middle with the least and the most, in whatever order the runs came', () => {
    expect(spread([10, 2, 3])).toBe('3.0 (2.0–10.0)');
    expect(spread([4, 1])).toBe('2.5 (1.0–4.0)');
    expect(spread([0.125, 0.5, 0.25], 2)).toBe('0.25 (0.13–0.50)');
  });

  it('gives one run as it is, and nothing where nothing was measured', () => {
    expect(spread([7.25], 2)).toBe('7.25');
    expect(spread([undefined, 3, undefined])).toBe('3.0');
    expect(spread([undefined])).toBe('');
    expect(spread([])).toBe('');
  });
});

describe('quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('is the least value that so large a part does not exceed', () => {
    expect(quantile(hundred, 0.95)).toBe(95);
    expect(quantile(hundred, 0.5)).toBe(50);
    expect(quantile(hundred, 1)).toBe(100);
    expect(quantile(hundred, 0)).toBe(1);
  });

  it('takes the slowest of a few moves, never one that was not there', () => {
    expect(quantile([9, 1], 0.95)).toBe(9);
    expect(quantile([9], 0.5)).toBe(9);
    expect(quantile([], 0.95)).toBeNaN();
  });

  it('orders numbers as numbers and leaves its input alone', () => {
    const values = [100, 9, 20];
    expect(quantile(values, 0.5)).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });
});

describe('sayVerdict', () => {
  const met = { name: 'drag', figure: 19, floor: 20, bound: 'most' as const, met: true };

  it('says in one line that all is well', () => {
    expect(sayVerdict([met, met])).toBe('All 2 floors are met.');
  });

  it('names what is missed with its figure, and what was not measured', () => {
    const missed = { ...met, name: 'wheel', figure: 33.333, floor: 33, met: false };
    const unknown = { ...met, name: 'nodes', figure: Number.NaN, met: false };
    expect(sayVerdict([met, missed, unknown])).toBe(
      '1 of 3 floors are met: wheel is 33.33, not 33; nodes was not measured.',
    );
  });
});
