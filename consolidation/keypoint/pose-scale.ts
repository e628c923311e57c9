import { median } from '#geometry/median.ts';

/** An animal counts as at least this part of the image's side, so that one point has a scale too. */
const SMALLEST = 1 / 50;

/**
 * sqrt of an animal's area in px: the median over its views of sqrt(width * height) of the box around the
 * placed keypoints. A lying or standing animal seen edge-on has little area, so a side counts for at least a
 * fifth of the other.
 * @param views x and y by keypoint, NaN where missing
 */
export function poseScale(
  views: readonly { x: ArrayLike<number>; y: ArrayLike<number> }[],
  image: { width: number; height: number },
): number {
  const floor = Math.max(1e-9, Math.sqrt(image.width * image.height) * SMALLEST);
  const sizes = views.map(({ x, y }) => {
    const width = extent(x);
    const height = extent(y);
    const longest = Math.max(width, height);
    return Math.sqrt(Math.max(width, longest / 5) * Math.max(height, longest / 5));
  });
  return sizes.length === 0 ? floor : Math.max(floor, median(sizes));
}

function extent(values: ArrayLike<number>): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high >= low ? high - low : 0;
}
