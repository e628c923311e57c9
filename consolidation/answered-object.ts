/** One worker's answer. A worker answers an object at most once. */
export interface WorkerAnswer<Answer> {
  workerId: string;
  answer: Answer;
}

/** One data object with the answers that can be used. */
export interface AnsweredObject<Answer> {
  id: string;
  answers: readonly WorkerAnswer<Answer>[];
}

/**
 * The objects in an order that depends on nothing but their content: by id, and answers by worker. Every
 * method sums in this order, so that its result is the same to the bit however a batch was delivered.
 * `place` is the object's position in the input.
 */
export function inFixedOrder<Answer>(
  objects: readonly AnsweredObject<Answer>[],
): (AnsweredObject<Answer> & { place: number })[] {
  return objects
    .map(({ id, answers }, place) => ({
      id,
      place,
      answers: answers.toSorted((a, b) => compareText(a.workerId, b.workerId)),
    }))
    .sort((a, b) => compareText(a.id, b.id) || a.place - b.place);
}

/** Every worker of a job once, sorted. */
export function workersOf(objects: readonly AnsweredObject<unknown>[]): string[] {
  const ids = new Set(objects.flatMap(({ answers }) => answers.map(({ workerId }) => workerId)));
  return [...ids].sort(compareText);
}

/** Order by code units: the same on every machine, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
