/** Total shift of the edges, in sides, at which the overlap is three quarters: between 1 - S and 1 / (1 + S). */
const LIMIT = Math.log(4 / 3);

/**
 * Probability that a box overlaps the true one by at least three quarters. Each edge is off by a normal error in
 * units of the box's side; the sum of the four distances is nearly normal itself, and the overlap is nearly
 * exp(-sum).
 * @param variances of the four edges
 */
export function locationConfidence(variances: ArrayLike<number>): number {
  let mean = 0;
  let variance = 0;
  for (let e = 0; e < 4; e++) {
    const own = variances[e] as number;
    // Mean and variance of the absolute value of a normal number.
    mean += Math.sqrt((own * 2) / Math.PI);
    variance += own * (1 - 2 / Math.PI);
  }
  return variance > 0 ? normalShare((LIMIT - mean) / Math.sqrt(variance)) : 1;
}

/** Share of a normal distribution below z: Page's logistic approximation, within .0002. */
function normalShare(z: number): number {
  return 1 / (1 + Math.exp(-(1.5976 * z + 0.070566 * z ** 3)));
}
