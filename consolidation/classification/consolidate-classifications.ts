import type { ClassificationAnswer } from '#contracts/classification-answer.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { type AnsweredObject, compareText, inFixedOrder, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import type { Calibration, ScoredConfidence } from '../fit-calibration.ts';
import { mergeVotes } from './merge-votes.ts';
import { classificationMethods, defaultClassificationMethod } from './methods.ts';
import type { VoteBatch } from './vote-batch.ts';

export interface ClassificationOptions {
  /** The job's classes in order; else the classes in the answers and in `gold`, sorted. */
  labels?: readonly string[] | undefined;
  /** Name in {@link classificationMethods}. */
  method?: string | undefined;
  /** True class by object id, where it is known: the label is clamped to it, and workers are judged by it. */
  gold?: ReadonlyMap<string, string> | undefined;
  /** What earlier batches of the job have shown of the workers. */
  reliability?: WorkerReliability | undefined;
  /** False to take the workers as `reliability` has them, and learn nothing more; true unless given. */
  learn?: boolean | undefined;
  /** How far to believe confidences; fitted to `gold` unless given. */
  calibration?: Calibration | undefined;
}

export interface ConsolidatedClassification {
  id: string;
  /** Index of the class in the job's list: the label itself. */
  label: number;
  className: string;
  confidence: number;
  /** Whether each worker chose the label. */
  agreement: { workerId: string; agrees: boolean }[];
  method: string;
}

/**
 * Merges the choices of several workers on many objects to one class each. Objects without any answer in the
 * job's classes get none and are left out of the result.
 * @throws {GroundTruthError} `invalid-argument` when there is no such method
 */
export function consolidateClassifications(
  objects: readonly AnsweredObject<ClassificationAnswer>[],
  options: ClassificationOptions = {},
): ConsolidatedClassification[] {
  return consolidateClassificationBatch(objects, options).results;
}

/**
 * As {@link consolidateClassifications}, and what this batch alone has shown of its workers: add it to the
 * carried state with `combineReliability`. Its numbers are soft counts: of tasks by class, and of a worker's
 * answers at [answer * classes + true class]. Name the job's labels: a state of other labels is refused.
 * @throws {GroundTruthError} `invalid-argument` when there is no such method, or the carried state is of other
 *   classes
 */
export function consolidateClassificationBatch(
  objects: readonly AnsweredObject<ClassificationAnswer>[],
  options: ClassificationOptions = {},
): {
  results: ConsolidatedClassification[];
  reliability: WorkerReliability;
  scored: ScoredConfidence[];
} {
  const method = options.method ?? defaultClassificationMethod;
  const merge = findMethod(classificationMethods, method, 'classification');
  const labels = options.labels ?? classesIn(objects, options.gold);
  const classIndex = new Map(labels.map((label, index) => [label, index]));
  const workerIds = workersOf(objects);
  const workerIndex = new Map(workerIds.map((id, index) => [id, index]));
  const layout = { task: 'classification', names: [...labels], pairs: [] } as const;

  const ordered = inFixedOrder(objects).filter(({ answers }) =>
    answers.some(({ answer }) => classIndex.has(answer.label)),
  );
  const votes = ordered.flatMap(({ answers }, task) =>
    answers.flatMap(({ workerId, answer }) => {
      const label = classIndex.get(answer.label);
      return label === undefined ? [] : [{ task, worker: workerIndex.get(workerId) ?? 0, label }];
    }),
  );
  const batch: VoteBatch = {
    taskCount: ordered.length,
    workerCount: workerIndex.size,
    classCount: labels.length,
    task: Int32Array.from(votes, ({ task }) => task),
    worker: Int32Array.from(votes, ({ worker }) => worker),
    label: Int32Array.from(votes, ({ label }) => label),
  };
  const truths = options.gold;
  const gold = truths && Int32Array.from(ordered, ({ id }) => classIndex.get(truths.get(id) ?? '') ?? -1);
  const { choice, confidence, ...shown } = mergeVotes(batch, merge, layout, workerIds, { ...options, gold });
  const results = ordered
    .map(({ id, place, answers }, task) => {
      const label = choice[task] as number;
      const className = labels[label] ?? '';
      const agreement = answers.map(({ workerId, answer }) => ({
        workerId,
        agrees: answer.label === className,
      }));
      return {
        place,
        result: { id, label, className, confidence: confidence[task] as number, agreement, method },
      };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ result }) => result);
  return { results, ...shown };
}

/** Every class that somebody chose or that is known to be right, sorted. */
function classesIn(
  objects: readonly AnsweredObject<ClassificationAnswer>[],
  gold: ClassificationOptions['gold'],
): string[] {
  const known = objects.flatMap(({ id }) => gold?.get(id) ?? []);
  const chosen = objects.flatMap(({ answers }) => answers.map(({ answer }) => answer.label));
  return [...new Set([...chosen, ...known])].sort(compareText);
}
