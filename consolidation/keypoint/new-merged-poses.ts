import type { MergedPose } from './pose-batch.ts';

/**
 * Merged animals of which nothing is known yet: NaN everywhere, sides certain. They are views into four large
 * arrays: small arrays of their own cost more than a whole median.
 */
export function newMergedPoses(count: number, keypointCount: number): MergedPose[] {
  const numbers = (value: number) => new Float64Array(count * keypointCount).fill(value);
  const x = numbers(Number.NaN);
  const y = numbers(Number.NaN);
  const variance = numbers(Number.NaN);
  const sideCertainty = numbers(1);
  return Array.from({ length: count }, (_, index) => {
    const from = index * keypointCount;
    const to = from + keypointCount;
    return {
      x: x.subarray(from, to),
      y: y.subarray(from, to),
      variance: variance.subarray(from, to),
      sideCertainty: sideCertainty.subarray(from, to),
    };
  });
}
