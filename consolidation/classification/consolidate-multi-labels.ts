import { type AnsweredObject, inFixedOrder, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import { classificationMethods, defaultClassificationMethod } from './methods.ts';

export interface ConsolidatedMultiLabel {
  id: string;
  /** Indexes of the labels that apply, ascending: none is an answer too. */
  labels: number[];
  classNames: string[];
  /** Probability that each label of the job's list applies, as `confidence-map` gives it. */
  probabilities: number[];
  method: string;
}

/**
 * Merges answers that name any number of labels: every label of every object is a question of its own, yes or
 * no. A worker's habits, how often he finds what is there and invents what is not, are learned over all labels
 * together, because one label alone is rarely asked often enough.
 * @param options.labels the job's labels in order; answers outside them are left out
 * @throws {GroundTruthError} `invalid-argument` when there is no such method
 */
export function consolidateMultiLabels(
  objects: readonly AnsweredObject<{ labels: readonly string[] }>[],
  {
    labels,
    method = defaultClassificationMethod,
  }: { labels: readonly string[]; method?: string | undefined },
): ConsolidatedMultiLabel[] {
  const merge = findMethod(classificationMethods, method, 'multi-label');
  const ordered = inFixedOrder(objects).filter(({ answers }) => answers.length > 0);
  const workerIndex = new Map(workersOf(objects).map((id, index) => [id, index]));
  const L = labels.length;
  const votes = ordered.flatMap(({ answers }, object) =>
    answers.flatMap(({ workerId, answer }) => {
      const chosen = new Set(answer.labels);
      const worker = workerIndex.get(workerId) ?? 0;
      return labels.map((name, l) => ({ task: object * L + l, worker, label: Number(chosen.has(name)) }));
    }),
  );
  // Sorted by question, as a batch has it.
  votes.sort((a, b) => a.task - b.task || a.worker - b.worker);
  const { choice, confidence } = merge({
    taskCount: ordered.length * L,
    workerCount: workerIndex.size,
    classCount: 2,
    task: Int32Array.from(votes, ({ task }) => task),
    worker: Int32Array.from(votes, ({ worker }) => worker),
    label: Int32Array.from(votes, ({ label }) => label),
  });
  return ordered
    .map(({ id, place }, object) => {
      const chosen = labels.flatMap((_, l) => (choice[object * L + l] === 1 ? [l] : []));
      const probabilities = labels.map((_, l) => {
        const sure = confidence[object * L + l] as number;
        const applies = choice[object * L + l] === 1 ? sure : 1 - sure;
        return Math.round(applies * 10_000) / 10_000;
      });
      const classNames = chosen.map((l) => labels[l] ?? '');
      return { place, result: { id, labels: chosen, classNames, probabilities, method } };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ result }) => result);
}
