import type { ClassificationAnswer } from '#contracts/classification-answer.ts';
import { type AnsweredObject, compareText, inFixedOrder, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import { classificationMethods, defaultClassificationMethod } from './methods.ts';

export interface ClassificationOptions {
  /** The job's classes in order; else the classes in the answers, sorted. */
  labels?: readonly string[] | undefined;
  /** Name in {@link classificationMethods}. */
  method?: string | undefined;
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
  const method = options.method ?? defaultClassificationMethod;
  const merge = findMethod(classificationMethods, method, 'classification');
  const labels =
    options.labels ??
    [...new Set(objects.flatMap(({ answers }) => answers.map(({ answer }) => answer.label)))].sort(
      compareText,
    );
  const classIndex = new Map(labels.map((label, index) => [label, index]));
  const workerIndex = new Map(workersOf(objects).map((id, index) => [id, index]));

  const ordered = inFixedOrder(objects).filter(({ answers }) =>
    answers.some(({ answer }) => classIndex.has(answer.label)),
  );
  const votes = ordered.flatMap(({ answers }, task) =>
    answers.flatMap(({ workerId, answer }) => {
      const label = classIndex.get(answer.label);
      return label === undefined ? [] : [{ task, worker: workerIndex.get(workerId) ?? 0, label }];
    }),
  );
  const merged = merge({
    taskCount: ordered.length,
    workerCount: workerIndex.size,
    classCount: labels.length,
    task: Int32Array.from(votes, ({ task }) => task),
    worker: Int32Array.from(votes, ({ worker }) => worker),
    label: Int32Array.from(votes, ({ label }) => label),
  });

  return ordered
    .map(({ id, place, answers }, task) => {
      const label = merged.choice[task] ?? 0;
      const className = labels[label] ?? '';
      const confidence = Math.round((merged.confidence[task] ?? 0) * 10_000) / 10_000;
      const agreement = answers.map(({ workerId, answer }) => ({
        workerId,
        agrees: answer.label === className,
      }));
      return { place, result: { id, label, className, confidence, agreement, method } };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ result }) => result);
}
