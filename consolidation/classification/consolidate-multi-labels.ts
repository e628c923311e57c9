import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { type AnsweredObject, inFixedOrder, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import type { Calibration, ScoredConfidence } from '../fit-calibration.ts';
import { mergeVotes } from './merge-votes.ts';
import { classificationMethods, defaultClassificationMethod } from './methods.ts';

/** The two answers to every question "does this label apply?", in the order of the reliability's numbers. */
const ANSWERS = ['left out', 'chosen'];

export interface MultiLabelOptions {
  /** The job's labels in order; answers outside them are left out. */
  labels: readonly string[];
  /** Name in {@link classificationMethods}. */
  method?: string | undefined;
  /** All labels that truly apply, by object id, where they are known. */
  gold?: ReadonlyMap<string, readonly string[]> | undefined;
  /** What earlier batches of the job have shown of the workers. */
  reliability?: WorkerReliability | undefined;
  /** False to take the workers as `reliability` has them, and learn nothing more; true unless given. */
  learn?: boolean | undefined;
  /** How far to believe confidences; fitted to `gold` unless given. */
  calibration?: Calibration | undefined;
}

export interface ConsolidatedMultiLabel {
  id: string;
  /** Indexes of the labels that apply, ascending: none is an answer too. */
  labels: number[];
  classNames: string[];
  /** Probability that each label of the job's list applies, as `confidence-map` gives it. */
  probabilities: number[];
  /** Whether each worker chose just these labels. */
  agreement: { workerId: string; agrees: boolean }[];
  method: string;
}

/** The results of {@link consolidateMultiLabelBatch} alone. */
export function consolidateMultiLabels(
  objects: readonly AnsweredObject<{ labels: readonly string[] }>[],
  options: MultiLabelOptions,
): ConsolidatedMultiLabel[] {
  return consolidateMultiLabelBatch(objects, options).results;
}

/**
 * Merges answers that name any number of labels: every label of every object is a question of its own, yes or
 * no. A worker's habits, how often he finds what is there and invents what is not, are learned over all labels
 * together, because one label alone is rarely asked often enough. Objects without answers are left out.
 * @throws {GroundTruthError} `invalid-argument` when there is no such method, or the carried state is of another kind
 */
export function consolidateMultiLabelBatch(
  objects: readonly AnsweredObject<{ labels: readonly string[] }>[],
  { labels, method = defaultClassificationMethod, gold, ...known }: MultiLabelOptions,
): { results: ConsolidatedMultiLabel[]; reliability: WorkerReliability; scored: ScoredConfidence[] } {
  const merge = findMethod(classificationMethods, method, 'multi-label');
  const ordered = inFixedOrder(objects).filter(({ answers }) => answers.length > 0);
  const workerIds = workersOf(objects);
  const workerIndex = new Map(workerIds.map((id, index) => [id, index]));
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
  const truths = ordered.flatMap(({ id }) => {
    const applying = gold?.get(id);
    return labels.map((name) => (applying ? Number(applying.includes(name)) : -1));
  });
  const { choice, confidence, ...shown } = mergeVotes(
    {
      taskCount: ordered.length * L,
      workerCount: workerIds.length,
      classCount: 2,
      task: Int32Array.from(votes, ({ task }) => task),
      worker: Int32Array.from(votes, ({ worker }) => worker),
      label: Int32Array.from(votes, ({ label }) => label),
    },
    merge,
    { task: 'classification', names: ANSWERS, pairs: [] },
    workerIds,
    { ...known, gold: gold && Int32Array.from(truths) },
  );
  const results = ordered
    .map(({ id, place, answers }, object) => {
      const chosen = labels.flatMap((_, l) => (choice[object * L + l] === 1 ? [l] : []));
      const probabilities = labels.map((_, l) => {
        const sure = confidence[object * L + l] as number;
        const applies = choice[object * L + l] === 1 ? sure : 1 - sure;
        return Math.round(applies * 10_000) / 10_000;
      });
      const classNames = chosen.map((l) => labels[l] ?? '');
      const agreement = answers.map(({ workerId, answer }) => ({
        workerId,
        agrees: labels.every((name) => answer.labels.includes(name) === classNames.includes(name)),
      }));
      return { place, result: { id, labels: chosen, classNames, probabilities, agreement, method } };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ result }) => result);
  return { results, ...shown };
}
