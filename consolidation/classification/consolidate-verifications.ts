import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { type AnsweredObject, inFixedOrder, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import type { Calibration, ScoredConfidence } from '../fit-calibration.ts';
import { mergeVotes } from './merge-votes.ts';
import { classificationMethods, defaultClassificationMethod } from './methods.ts';

/** The two verdicts, in the order of the reliability's numbers. */
const VERDICTS = ['refused', 'accepted'];

export interface VerificationOptions {
  /** What a verifier is expected to do before anything is known: accept a good label, refuse a bad one. */
  sensitivity?: number | undefined;
  specificity?: number | undefined;
  /** Votes that the expectation is worth. */
  weight?: number | undefined;
  /** Name in {@link classificationMethods}. */
  method?: string | undefined;
  /** Whether a label is truly good, by object id, where it is known. */
  gold?: ReadonlyMap<string, boolean> | undefined;
  /** What earlier batches of the job have shown of the workers. */
  reliability?: WorkerReliability | undefined;
  /** False to take the workers as `reliability` has them, and learn nothing more; true unless given. */
  learn?: boolean | undefined;
  /** How far to believe confidences; fitted to `gold` unless given. */
  calibration?: Calibration | undefined;
}

export interface ConsolidatedVerification {
  id: string;
  accepted: boolean;
  /** Probability that the verdict is right. */
  confidence: number;
  method: string;
}

/** The results of {@link consolidateVerificationBatch} alone. */
export function consolidateVerifications(
  objects: readonly AnsweredObject<{ accepted: boolean }>[],
  options: VerificationOptions = {},
): ConsolidatedVerification[] {
  return consolidateVerificationBatch(objects, options).results;
}

/**
 * Merges verdicts on labels of an earlier job. Refusing a good label and passing a bad one are mistakes of their
 * own, so every verifier has a sensitivity and a specificity, drawn to what the job expects of them: people who
 * check pass more than they refuse. Objects without verdicts are left out.
 * @throws {GroundTruthError} `invalid-argument` when there is no such method, or the carried state is of another kind
 */
export function consolidateVerificationBatch(
  objects: readonly AnsweredObject<{ accepted: boolean }>[],
  {
    sensitivity = 0.95,
    specificity = 0.8,
    weight = 4,
    method = defaultClassificationMethod,
    gold,
    ...known
  }: VerificationOptions = {},
): { results: ConsolidatedVerification[]; reliability: WorkerReliability; scored: ScoredConfidence[] } {
  const merge = findMethod(classificationMethods, method, 'verification');
  const ordered = inFixedOrder(objects).filter(({ answers }) => answers.length > 0);
  const workerIds = workersOf(objects);
  const workerIndex = new Map(workerIds.map((id, index) => [id, index]));
  const votes = ordered.flatMap(({ answers }, task) =>
    answers.map(({ workerId, answer }) => ({
      task,
      worker: workerIndex.get(workerId) ?? 0,
      label: Number(answer.accepted),
    })),
  );
  const { choice, confidence, ...shown } = mergeVotes(
    {
      taskCount: ordered.length,
      workerCount: workerIds.length,
      classCount: 2,
      task: Int32Array.from(votes, ({ task }) => task),
      worker: Int32Array.from(votes, ({ worker }) => worker),
      label: Int32Array.from(votes, ({ label }) => label),
      // [answer * 2 + truth]: refused bad, refused good, accepted bad, accepted good.
      prior: Float64Array.of(specificity, 1 - sensitivity, 1 - specificity, sensitivity).map(
        (share) => share * weight,
      ),
    },
    merge,
    { task: 'classification', names: VERDICTS, pairs: [] },
    workerIds,
    {
      ...known,
      gold:
        gold &&
        Int32Array.from(ordered, ({ id }) => {
          const isGood = gold.get(id);
          return isGood === undefined ? -1 : Number(isGood);
        }),
    },
  );
  const results = ordered
    .map(({ id, place }, task) => ({
      place,
      result: { id, accepted: choice[task] === 1, confidence: confidence[task] as number, method },
    }))
    .sort((a, b) => a.place - b.place)
    .map(({ result }) => result);
  return { results, ...shown };
}
