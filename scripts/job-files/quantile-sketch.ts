/** Two values in one bin differ by at most this part. */
const STEP = Math.log(1.02);

/** Smaller than this is nothing. */
const SMALLEST = 1e-6;

/** Quantiles of any number of values in bounded memory, each right to two per cent. */
export class QuantileSketch {
  readonly #bins = new Map<number, number>();
  count = 0;
  /** Largest value, exactly. */
  max = 0;

  add(value: number): void {
    const bin = value < SMALLEST ? Number.NEGATIVE_INFINITY : Math.round(Math.log(value) / STEP);
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + 1);
    this.count++;
    this.max = Math.max(this.max, value);
  }

  /** @returns null without values */
  quantile(share: number): number | null {
    if (this.count === 0) return null;
    let left = share * (this.count - 1);
    for (const [bin, count] of [...this.#bins].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left < 0) return Math.min(this.max, Math.exp(bin * STEP));
    }
    return this.max;
  }
}
