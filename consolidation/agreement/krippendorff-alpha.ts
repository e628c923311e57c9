/** How far apart two different values are: any two alike, by rank, or by number. */
export type AlphaMetric = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha: 1 minus observed over expected disagreement, in one pass over the values and never over
 * pairs. With a squared difference, the sum over all pairs of a unit is 2(m Σx² - (Σx)²); nominal disagreement
 * needs counts only, and the ordinal metric is the interval metric on mid-ranks.
 * @param units the values of each unit (object, keypoint, ...); units with fewer than two say nothing
 * @returns undefined without two values in one unit; 1 when all values are the same
 */
export function krippendorffAlpha(
  units: readonly (readonly number[])[],
  metric: AlphaMetric = 'nominal',
): number | undefined {
  const paired = units.filter((unit) => unit.length >= 2);
  const counts = new Map<number, number>();
  let n = 0;
  for (const unit of paired) {
    for (const value of unit) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
      n++;
    }
  }
  if (n === 0) return undefined;
  const disagreement =
    metric === 'nominal' ? nominal : squared(metric === 'ordinal' ? midRanks(counts) : undefined, counts);
  const expected = disagreement([...counts]) / (n - 1);
  if (expected <= 0) return 1;
  let observed = 0;
  for (const unit of paired) {
    const own = new Map<number, number>();
    for (const value of unit) own.set(value, (own.get(value) ?? 0) + 1);
    observed += disagreement([...own]) / (unit.length - 1);
  }
  return 1 - observed / expected;
}

type Counts = readonly (readonly [value: number, count: number])[];

/** Ordered pairs of different values. */
function nominal(counts: Counts): number {
  let m = 0;
  let same = 0;
  for (const [, count] of counts) {
    m += count;
    same += count * count;
  }
  return m * m - same;
}

/** Sum over ordered pairs of the squared difference, of the values or of what `positions` puts for them. */
function squared(
  positions: ReadonlyMap<number, number> | undefined,
  all: ReadonlyMap<number, number>,
): (counts: Counts) => number {
  // Differences from the middle of all: far from 0 the squares would cancel.
  let sumAll = 0;
  let countAll = 0;
  for (const [value, count] of all) {
    sumAll += count * (positions?.get(value) ?? value);
    countAll += count;
  }
  const middle = sumAll / countAll;
  return (counts) => {
    let m = 0;
    let sum = 0;
    let squares = 0;
    for (const [value, count] of counts) {
      const x = (positions?.get(value) ?? value) - middle;
      m += count;
      sum += count * x;
      squares += count * x * x;
    }
    return Math.max(0, 2 * (m * squares - sum * sum));
  };
}

function midRanks(counts: ReadonlyMap<number, number>): Map<number, number> {
  const ranks = new Map<number, number>();
  let before = 0;
  for (const [value, count] of [...counts].sort((a, b) => a[0] - b[0])) {
    ranks.set(value, before + count / 2);
    before += count;
  }
  return ranks;
}
