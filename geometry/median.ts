/**
 * The middle value, or the midpoint of the two middle values. Does not change its input; NaN when empty.
 * Insertion sort: a keypoint has a handful of answers, and there a comparison sort costs more.
 * @example median([4, 1, 3]) // 3
 */
export function median(values: ArrayLike<number>): number {
  return medianInPlace(Float64Array.from(values), values.length);
}

/** As {@link median}, of the first `count` numbers of a scratch array, which it sorts. */
export function medianInPlace(scratch: Float64Array, count: number): number {
  if (count === 0) return Number.NaN;
  if (count > 32) scratch.subarray(0, count).sort();
  else insertionSort(scratch, count);
  const half = count >> 1;
  const upper = scratch[half] as number;
  if (count % 2 === 1) return upper;
  // Halves first: the sum of two huge numbers would overflow.
  return (scratch[half - 1] as number) / 2 + upper / 2;
}

function insertionSort(values: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i] as number;
    let j = i - 1;
    for (; j >= 0 && (values[j] as number) > value; j--) values[j + 1] = values[j] as number;
    values[j + 1] = value;
  }
}
