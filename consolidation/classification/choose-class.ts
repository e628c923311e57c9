/**
 * The class with the highest score in a row; of equals the one that is more frequent in the job, then the one
 * with the lowest index, so that a tie does not depend on who answered first.
 */
export function chooseClass(
  scores: Float64Array,
  row: number,
  classCount: number,
  frequency: Float64Array,
): number {
  let best = 0;
  for (let j = 1; j < classCount; j++) {
    const difference = (scores[row * classCount + j] as number) - (scores[row * classCount + best] as number);
    if (difference > 1e-12) best = j;
    else if (difference >= -1e-12 && (frequency[j] as number) > (frequency[best] as number)) best = j;
  }
  return best;
}
