import type { Ledger } from '../ledger.ts';

/** All answers of the objects that are merged together, as arrays of equal length, sorted by task. */
export interface VoteBatch {
  taskCount: number;
  workerCount: number;
  classCount: number;
  task: Int32Array;
  worker: Int32Array;
  label: Int32Array;
  /** The true class of a task where it is known, else -1. */
  gold?: Int32Array | undefined;
  /** Pseudo-answers of every worker at [answer * classCount + truth], from what the job says of its workers. */
  prior?: Float64Array | undefined;
  /** What earlier batches showed of the workers, and room for what this one shows. */
  ledger?: Ledger | undefined;
}

/** The chosen class of each task and how far to believe it. */
export interface MergedVotes {
  choice: Int32Array;
  confidence: Float64Array;
}

/** A consolidation method for single-choice classification: pure and deterministic. */
export type ClassificationMethod = (batch: VoteBatch) => MergedVotes;
