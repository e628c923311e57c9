import { median } from '#geometry/median.ts';

/** Robust standard deviations from which a time is an outlier. */
const LIMIT = 3.5;

/** A normal distribution's standard deviation over its median absolute deviation. */
const TO_DEVIATION = 1.4826;

/** Smallest spread of log times that is believed: a tenth. */
const LEAST_SPREAD = 0.1;

export interface TimedAnswer {
  workerId: string;
  objectId: string;
  seconds: number;
}

/**
 * Answers that took far longer or shorter than the worker and the object explain: the logarithm of the time less
 * the worker's median, then less the object's median, against the spread of all such remainders. Fast may be
 * careless, slow is usually a break; neither is proof, so this only points.
 * @returns outliers with their number of robust standard deviations, negative for fast; the fastest first
 */
export function timeOutliers(answers: readonly TimedAnswer[]): (TimedAnswer & { deviations: number })[] {
  const timed = answers.filter(({ seconds }) => seconds > 0 && Number.isFinite(seconds));
  const logs = timed.map(({ seconds }) => Math.log(seconds));
  const centred = lessMedian(
    lessMedian(
      logs,
      timed.map(({ workerId }) => workerId),
    ),
    timed.map(({ objectId }) => objectId),
  );
  const spread = Math.max(LEAST_SPREAD, TO_DEVIATION * (median(centred.map(Math.abs)) || 0));
  return timed
    .map((answer, index) => ({ ...answer, deviations: (centred[index] ?? 0) / spread }))
    .filter(({ deviations }) => Math.abs(deviations) > LIMIT)
    .sort((a, b) => a.deviations - b.deviations);
}

/** Groups of fewer than three tell no middle of their own. */
function lessMedian(values: readonly number[], groups: readonly string[]): number[] {
  const byGroup = new Map<string, number[]>();
  values.forEach((value, index) => {
    const group = groups[index] ?? '';
    const own = byGroup.get(group);
    if (own) own.push(value);
    else byGroup.set(group, [value]);
  });
  const overall = median(values);
  const middles = new Map([...byGroup].map(([key, own]) => [key, own.length < 3 ? overall : median(own)]));
  return values.map((value, index) => value - (middles.get(groups[index] ?? '') ?? 0));
}
