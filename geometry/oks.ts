/** COCO's sigma where a skeleton says none: a careful annotator's spread in units of sqrt(area). */
export const DEFAULT_SIGMA = 0.05;

/**
 * Object keypoint similarity of two poses as COCO defines it: the mean over keypoints that both have of
 * exp(-d² / (2 s² k²)), s² the object's area in px² and k = 2 sigma. 0 when no keypoint is shared.
 * @param a,b x and y by keypoint; NaN where a pose has no such keypoint
 */
export function objectKeypointSimilarity(
  a: { x: ArrayLike<number>; y: ArrayLike<number> },
  b: { x: ArrayLike<number>; y: ArrayLike<number> },
  area: number,
  sigmas: ArrayLike<number>,
): number {
  let sum = 0;
  let shared = 0;
  for (let k = 0; k < sigmas.length; k++) {
    const dx = (a.x[k] as number) - (b.x[k] as number);
    const dy = (a.y[k] as number) - (b.y[k] as number);
    const squared = dx * dx + dy * dy;
    if (Number.isNaN(squared)) continue;
    shared++;
    const reach = 2 * (sigmas[k] as number);
    // A pose of one point has no area; then only the same place is the same.
    if (area > 0) sum += Math.exp(-squared / (2 * area * reach * reach));
    else if (squared === 0) sum += 1;
  }
  return shared === 0 ? 0 : sum / shared;
}
