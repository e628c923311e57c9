import type { Box } from '#contracts/geometry.ts';
import type { Ledger } from '../ledger.ts';

/** One box of one worker. */
export interface WorkerBox extends Box {
  label: string;
  /** Index into the workers who answered this object. */
  worker: number;
}

/** One object with the boxes of all its workers, sorted by worker. */
export interface BoxObject {
  /** How many workers answered, with or without boxes. */
  workerCount: number;
  /** Job-wide index of each of them, for methods that learn workers. */
  workers: readonly number[];
  boxes: readonly WorkerBox[];
}

/** All objects that are merged together. */
export interface BoxBatch {
  workerCount: number;
  objects: readonly BoxObject[];
  /** What earlier batches showed of the workers, and room for what this one shows. */
  ledger?: Ledger | undefined;
}

/** One merged box. Unrounded and unclipped: the label does that. */
export interface MergedBox extends Box {
  label: string;
  /** Probability in [0, 1] that there is such an object. */
  confidence: number;
  /** Probability that the box overlaps the true one by at least three quarters, where a method can say. */
  location?: number;
  /** Indexes into the object's boxes, ascending: at most one of each worker. */
  members: number[];
}

/** A consolidation method for boxes: pure, deterministic, one list for each object. */
export type BoxMethod = (batch: BoxBatch) => MergedBox[][];
