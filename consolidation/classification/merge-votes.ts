import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { type Calibration, calibrated, fitCalibration, type ScoredConfidence } from '../fit-calibration.ts';
import { closeLedger, openLedger, type ReliabilityLayout } from '../ledger.ts';
import type { ClassificationMethod, VoteBatch } from './vote-batch.ts';

/** What is known of a job beside the votes of a batch. */
export interface VoteKnowledge {
  /** The true class of a task where it is known, else -1. Labels are clamped to it, and workers judged by it. */
  gold: Int32Array | undefined;
  /** What earlier batches of the job have shown of the workers. */
  reliability?: WorkerReliability | undefined;
  /** False to take the workers as `reliability` has them, and learn nothing more; true unless given. */
  learn?: boolean | undefined;
  /** How far to believe confidences; fitted to `gold` unless given. */
  calibration?: Calibration | undefined;
}

export interface VoteResults {
  choice: Int32Array;
  /** As refitted, to four digits; 1 where the truth is known. */
  confidence: Float64Array;
  reliability: WorkerReliability;
  /** On known tasks, what the confidence was before the truth was known, and whether the choice was right. */
  scored: ScoredConfidence[];
}

/** Merges votes by a method, with all that is known: gold clamps labels, judges workers and refits confidences. */
export function mergeVotes(
  batch: VoteBatch,
  merge: ClassificationMethod,
  layout: ReliabilityLayout,
  workerIds: readonly string[],
  { gold, reliability, learn, calibration }: VoteKnowledge,
): VoteResults {
  const sizes = { shared: batch.classCount, width: batch.classCount ** 2 };
  const open = () => openLedger(reliability, layout, workerIds, sizes, learn === false);
  const ledger = open();
  const { choice, confidence } = merge({ ...batch, gold, ledger });
  const scored: ScoredConfidence[] = [];
  if (gold?.some((truth) => truth >= 0)) {
    // How sure it would be without knowing: in a ledger of its own, which nobody reads.
    const blind = merge({ ...batch, ledger: open() });
    gold.forEach((truth, task) => {
      if (truth < 0) return;
      scored.push({ confidence: blind.confidence[task] as number, right: blind.choice[task] === truth });
    });
  }
  const fit = calibration ?? fitCalibration(scored);
  const sure = confidence.map((believed, task) => {
    const isKnown = (gold?.[task] ?? -1) >= 0;
    return isKnown ? 1 : Math.round(calibrated(believed, fit) * 10_000) / 10_000;
  });
  const chosen = choice.map((label, task) => {
    const truth = gold?.[task] ?? -1;
    return truth >= 0 ? truth : label;
  });
  return {
    choice: chosen,
    confidence: sure,
    reliability: closeLedger(ledger, layout, workerIds, batch.taskCount),
    scored,
  };
}
