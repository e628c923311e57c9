/** Scores nearer to each other than this are equal: what is left is rounding. */
const EQUAL = 1e-12;

/**
 * The class with the highest score in a row of `classCount`; of equals the one with the higher second score,
 * then the one with the lowest index, so that a tie does not depend on who answered first.
 */
export function chooseClass(
  scores: Float64Array,
  row: number,
  classCount: number,
  second?: Float64Array,
): number {
  const difference = (of: Float64Array, a: number, b: number) =>
    (of[row * classCount + a] as number) - (of[row * classCount + b] as number);
  let best = 0;
  for (let j = 1; j < classCount; j++) {
    const ahead = difference(scores, j, best);
    if (ahead > EQUAL) best = j;
    else if (second && ahead >= -EQUAL && difference(second, j, best) > EQUAL) best = j;
  }
  return best;
}
