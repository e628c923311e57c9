/** How one task's disagreement of two independent labels comes from the error of each. */
export interface ErrorModel {
  /** The error of labels by equally many workers, from how much two of them disagree. */
  fromEqual(disagreement: number): number;
  /** The error of one side, when that of the other is known. */
  fromOther(disagreement: number, other: number): number;
}

/**
 * Errors that add up, as squared distances do. Two independent labels of the same workers' number are twice as
 * far from each other as one is from the truth.
 */
export const additiveErrors: ErrorModel = {
  fromEqual: (disagreement) => disagreement / 2,
  fromOther: (disagreement, other) => Math.max(0, disagreement - other),
};

/**
 * Two labels differ when one of them is wrong, or both are in different ways; wrong ones meet by chance among
 * the other classes: disagreement = a + b - ab K / (K - 1).
 */
export function classErrors(classCount: number): ErrorModel {
  const k = classCount > 1 ? classCount / (classCount - 1) : 1;
  const inRange = (error: number) => Math.min(1 / k, Math.max(0, error));
  return {
    fromEqual: (disagreement) => inRange((1 - Math.sqrt(Math.max(0, 1 - k * disagreement))) / k),
    fromOther: (disagreement, other) =>
      1 - k * other <= 1e-9 ? 1 / k : inRange((disagreement - other) / (1 - k * other)),
  };
}

/**
 * Disagreements of labels by `workers` with labels by `others`, by object. Of different workers, unless the
 * others are all of the pilot's and `workers` some of them.
 */
export interface Split {
  workers: number;
  others: number;
  nested: boolean;
  /** Mean over the random splits; undefined where there was nothing to compare. */
  byObject: readonly (number | undefined)[];
}

/**
 * The error with 1 to `most` workers: measured where the pilot has enough answers, else continued as a + b / n,
 * what does not vanish with more workers and what does.
 * @param weights how often each object counts, for a bootstrap
 */
export function errorCurve(
  splits: readonly Split[],
  model: ErrorModel,
  most: number,
  weights: ArrayLike<number> | undefined = undefined,
): number[] {
  const measured = new Map<number, number>();
  const apart = splits.filter(({ nested }) => !nested).sort((a, b) => a.workers - b.workers);
  for (const { workers, others, byObject } of apart) {
    const disagreement = mean(byObject, weights);
    if (disagreement === undefined) continue;
    const other = measured.get(others);
    if (workers === others) measured.set(workers, model.fromEqual(disagreement));
    else if (other !== undefined) measured.set(workers, model.fromOther(disagreement, other));
  }
  // A label by some of the workers is that by all of them and noise of its own, so what remains with all of
  // them is what the largest half shows less that noise. Far steadier than labels by few as the other side.
  const nested = splits.filter((split) => split.nested).sort((a, b) => a.workers - b.workers);
  const [anchor] = nested;
  const base = anchor && (measured.get(anchor.workers) ?? 0) - (mean(anchor.byObject, weights) ?? 0);
  for (const { workers, byObject } of nested.slice(1))
    measured.set(workers, Math.max(0, (base ?? 0) + (mean(byObject, weights) ?? 0)));
  if (anchor) measured.set(anchor.others, Math.max(0, base ?? 0));
  const [floor, gain] = continueCurve(measured);
  const curve: number[] = [];
  for (let workers = 1; workers <= most; workers++) {
    const continued = Math.min(curve.at(-1) ?? Number.POSITIVE_INFINITY, floor + gain / workers);
    curve.push(measured.get(workers) ?? continued);
  }
  return curve;
}

function mean(
  values: readonly (number | undefined)[],
  weights: ArrayLike<number> | undefined,
): number | undefined {
  let sum = 0;
  let count = 0;
  values.forEach((value, index) => {
    if (value === undefined) return;
    const weight = weights?.[index] ?? 1;
    sum += weight * value;
    count += weight;
  });
  return count === 0 ? undefined : sum / count;
}

/** Largest numbers of workers that the curve is continued from: with few, methods behave in another way. */
const LAST = 3;

/** Least squares of error = floor + gain / workers, neither below 0. */
function continueCurve(measured: ReadonlyMap<number, number>): [floor: number, gain: number] {
  const last = [...measured].sort(([a], [b]) => b - a).slice(0, LAST);
  const points = last.map(([workers, error]) => ({ x: 1 / workers, error }));
  const n = points.length;
  if (n === 0) return [0, 0];
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / n;
  const meanError = points.reduce((sum, { error }) => sum + error, 0) / n;
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, error }) => sum + (x - meanX) * (error - meanError), 0);
  const gain = spread === 0 ? 0 : Math.max(0, slope / spread);
  const floor = meanError - gain * meanX;
  if (floor >= 0) return [floor, gain];
  const squares = points.reduce((sum, { x }) => sum + x * x, 0);
  return [0, points.reduce((sum, { x, error }) => sum + x * error, 0) / squares];
}
