/** An estimate with the interval that holds the truth nineteen times of twenty. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

const Z = 1.96;

/** A share with Wilson's interval, which stays honest near 0 and 1 and with few answers. */
export function shareInterval(hits: number, count: number): Estimate {
  if (count <= 0) return { value: 0, low: 0, high: 1 };
  const share = Math.min(1, Math.max(0, hits / count));
  const middle = (share + Z ** 2 / (2 * count)) / (1 + Z ** 2 / count);
  const reach =
    (Z * Math.sqrt((share * (1 - share)) / count + Z ** 2 / (4 * count ** 2))) / (1 + Z ** 2 / count);
  return { value: share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/**
 * A standard deviation from a sum of squares with so many degrees of freedom: chi-squared by Wilson and
 * Hilferty's cube root, within one per cent from five degrees on.
 */
export function deviationInterval(sumOfSquares: number, degrees: number): Estimate {
  if (degrees <= 0) return { value: 0, low: 0, high: Number.POSITIVE_INFINITY };
  const quantile = (z: number) => {
    const spread = 2 / (9 * degrees);
    return degrees * Math.max(1e-3, 1 - spread + z * Math.sqrt(spread)) ** 3;
  };
  return {
    value: Math.sqrt(sumOfSquares / degrees),
    low: Math.sqrt(sumOfSquares / quantile(Z)),
    high: Math.sqrt(sumOfSquares / quantile(-Z)),
  };
}
