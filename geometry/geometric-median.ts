import { medianInPlace } from './median.ts';

const MAX_ITERATIONS = 100;

/** A step shorter than this part of the points' spread ends the iteration. */
const RELATIVE_TOLERANCE = 1e-9;

/**
 * The point with the smallest sum of distances to the given points, by Weiszfeld's iteration with the step of
 * Vardi and Zhang (2000) at data points, so that it cannot stick on one. Collinear points have no single
 * answer; the start, the median of each axis, makes ours deterministic.
 * @param xs,ys coordinates; only the first `count` are read
 */
export function geometricMedian(xs: Float64Array, ys: Float64Array, count: number): { x: number; y: number } {
  let x = medianInPlace(xs.slice(0, count), count);
  let y = medianInPlace(ys.slice(0, count), count);
  if (count < 3) return { x, y };
  let spread = 0;
  for (let i = 0; i < count; i++)
    spread = Math.max(spread, length((xs[i] as number) - x, (ys[i] as number) - y));
  const tolerance = spread * RELATIVE_TOLERANCE;
  if (tolerance === 0) return { x, y };

  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    let weights = 0;
    let sumX = 0;
    let sumY = 0;
    let pullX = 0;
    let pullY = 0;
    let here = 0;
    for (let i = 0; i < count; i++) {
      const dx = (xs[i] as number) - x;
      const dy = (ys[i] as number) - y;
      const distance = length(dx, dy);
      if (distance <= tolerance) {
        here++;
        continue;
      }
      weights += 1 / distance;
      sumX += (xs[i] as number) / distance;
      sumY += (ys[i] as number) / distance;
      pullX += dx / distance;
      pullY += dy / distance;
    }
    if (weights === 0) return { x, y };
    // A data point under the estimate holds it back by its multiplicity against the pull of the others.
    const pull = length(pullX, pullY);
    const hold = here === 0 ? 0 : Math.min(1, here / Math.max(pull, Number.MIN_VALUE));
    const nextX = (1 - hold) * (sumX / weights) + hold * x;
    const nextY = (1 - hold) * (sumY / weights) + hold * y;
    const step = length(nextX - x, nextY - y);
    x = nextX;
    y = nextY;
    if (step <= tolerance) break;
  }
  return { x, y };
}

/** Math.hypot takes ten times as long, and overflow, which it avoids, only means "very far" here. */
function length(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy);
}
