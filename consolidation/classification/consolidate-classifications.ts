import type { ClassificationAnswer } from '#contracts/classification-answer.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { type AnsweredObject, compareText, inFixedOrder, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import { type Calibration, calibrated, fitCalibration } from '../fit-calibration.ts';
import { closeLedger, openLedger } from '../ledger.ts';
import { classificationMethods, defaultClassificationMethod } from './methods.ts';
import type { MergedVotes, VoteBatch } from './vote-batch.ts';

export interface ClassificationOptions {
  /** The job's classes in order; else the classes in the answers, sorted. */
  labels?: readonly string[] | undefined;
  /** Name in {@link classificationMethods}. */
  method?: string | undefined;
  /** True class by object id, where it is known: the label is clamped to it, and workers are judged by it. */
  gold?: ReadonlyMap<string, string> | undefined;
  /** What earlier batches of the job have shown of the workers. */
  reliability?: WorkerReliability | undefined;
  /** False to take the workers as `reliability` has them, and learn nothing more; true unless given. */
  learn?: boolean | undefined;
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
): { results: ConsolidatedClassification[]; reliability: WorkerReliability } {
  const method = options.method ?? defaultClassificationMethod;
  const merge = findMethod(classificationMethods, method, 'classification');
  const labels =
    options.labels ??
    [...new Set(objects.flatMap(({ answers }) => answers.map(({ answer }) => answer.label)))].sort(
      compareText,
    );
  const classIndex = new Map(labels.map((label, index) => [label, index]));
  const workerIds = workersOf(objects);
  const workerIndex = new Map(workerIds.map((id, index) => [id, index]));
  const layout = { task: 'classification', names: [...labels], pairs: [] } as const;
  const sizes = { shared: labels.length, width: labels.length ** 2 };
  const ledger = openLedger(options.reliability, layout, workerIds, sizes, options.learn === false);

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
  const gold = Int32Array.from(ordered, ({ id }) => classIndex.get(options.gold?.get(id) ?? '') ?? -1);
  const merged = merge({ ...batch, gold, ledger });
  const fit = options.gold && fitToGold(merge(batch), gold);

  const results = ordered
    .map(({ id, place, answers }, task) => {
      const truth = gold[task] ?? -1;
      const label = truth >= 0 ? truth : (merged.choice[task] ?? 0);
      const className = labels[label] ?? '';
      const believed = truth >= 0 ? 1 : calibrated(merged.confidence[task] ?? 0, fit);
      const confidence = Math.round(believed * 10_000) / 10_000;
      const agreement = answers.map(({ workerId, answer }) => ({
        workerId,
        agrees: answer.label === className,
      }));
      return { place, result: { id, label, className, confidence, agreement, method } };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ result }) => result);
  return { results, reliability: closeLedger(ledger, layout, workerIds, ordered.length) };
}

/** How far to believe a confidence, from how often it is right on known objects when they are not known. */
function fitToGold({ choice, confidence }: MergedVotes, gold: Int32Array): Calibration | undefined {
  const scored: { confidence: number; right: boolean }[] = [];
  gold.forEach((truth, task) => {
    if (truth >= 0) scored.push({ confidence: confidence[task] as number, right: choice[task] === truth });
  });
  return fitCalibration(scored);
}
