import { type AnsweredObject, inFixedOrder, workersOf } from '../answered-object.ts';
import { hybridVotes } from './dawid-skene-votes.ts';

export interface VerificationOptions {
  /** What a verifier is expected to do before anything is known: accept a good label, refuse a bad one. */
  sensitivity?: number | undefined;
  specificity?: number | undefined;
  /** Votes that the expectation is worth. */
  weight?: number | undefined;
}

export interface ConsolidatedVerification {
  id: string;
  accepted: boolean;
  /** Probability that the verdict is right. */
  confidence: number;
}

/**
 * Merges verdicts on labels of an earlier job. Refusing a good label and passing a bad one are mistakes of their
 * own, so every verifier has a sensitivity and a specificity, drawn to what the job expects of them: people who
 * check pass more than they refuse.
 */
export function consolidateVerifications(
  objects: readonly AnsweredObject<{ accepted: boolean }>[],
  { sensitivity = 0.95, specificity = 0.8, weight = 4 }: VerificationOptions = {},
): ConsolidatedVerification[] {
  const ordered = inFixedOrder(objects).filter(({ answers }) => answers.length > 0);
  const workerIndex = new Map(workersOf(objects).map((id, index) => [id, index]));
  const votes = ordered.flatMap(({ answers }, task) =>
    answers.map(({ workerId, answer }) => ({
      task,
      worker: workerIndex.get(workerId) ?? 0,
      label: Number(answer.accepted),
    })),
  );
  const { choice, confidence } = hybridVotes({
    taskCount: ordered.length,
    workerCount: workerIndex.size,
    classCount: 2,
    task: Int32Array.from(votes, ({ task }) => task),
    worker: Int32Array.from(votes, ({ worker }) => worker),
    label: Int32Array.from(votes, ({ label }) => label),
    // [answer * 2 + truth]: refused bad, refused good, accepted bad, accepted good.
    prior: Float64Array.of(specificity, 1 - sensitivity, 1 - specificity, sensitivity).map(
      (share) => share * weight,
    ),
  });
  return ordered
    .map(({ id, place }, task) => ({
      place,
      result: {
        id,
        accepted: choice[task] === 1,
        confidence: Math.round((confidence[task] ?? 0) * 10_000) / 10_000,
      },
    }))
    .sort((a, b) => a.place - b.place)
    .map(({ result }) => result);
}
