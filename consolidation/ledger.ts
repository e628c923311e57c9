import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { checkReliability, ownOf } from './combine-reliability.ts';

/** A {@link WorkerReliability} as arrays, with workers by their index in a batch. */
interface Sums {
  shared: Float64Array;
  /** At [worker * width + number]. */
  workers: Float64Array;
}

/** What earlier batches have shown of the workers, and room for what this batch shows. */
export interface Ledger {
  /** Numbers of each worker. */
  width: number;
  carried: Sums;
  /** Filled by a method that learns; stays 0 with one that does not. */
  shown: Sums;
  /** Objects behind `carried`. */
  objects: number;
  /** True to take the workers as carried, and learn nothing about them from this batch. */
  frozen: boolean;
}

/** What a state's numbers are about. */
export interface ReliabilityLayout {
  task: WorkerReliability['task'];
  names: readonly string[];
  pairs: readonly (readonly [number, number])[];
}

/**
 * @param carried what is known from earlier batches
 * @param sizes how many numbers the task keeps for the job and for each worker
 * @throws {GroundTruthError} `invalid-argument` when `carried` is of another task, names or pairs
 */
export function openLedger(
  carried: WorkerReliability | undefined,
  layout: ReliabilityLayout,
  workerIds: readonly string[],
  sizes: { shared: number; width: number },
  frozen = false,
): Ledger {
  if (carried) checkReliability(carried, layout);
  const sums = (): Sums => ({
    shared: new Float64Array(sizes.shared),
    workers: new Float64Array(workerIds.length * sizes.width),
  });
  const ledger: Ledger = {
    width: sizes.width,
    carried: sums(),
    shown: sums(),
    objects: carried?.objects ?? 0,
    frozen: frozen && carried !== undefined,
  };
  if (!carried) return ledger;
  ledger.carried.shared.set(carried.shared.slice(0, sizes.shared));
  workerIds.forEach((id, index) => {
    ledger.carried.workers.set(ownOf(carried, id).slice(0, sizes.width), index * sizes.width);
  });
  return ledger;
}

/** What the batch alone has shown, to be added to what was carried. */
export function closeLedger(
  { shown, width }: Ledger,
  layout: ReliabilityLayout,
  workerIds: readonly string[],
  objects: number,
): WorkerReliability {
  return {
    version: 1,
    task: layout.task,
    names: [...layout.names],
    pairs: layout.pairs.map(([a, b]) => [a, b]),
    objects,
    shared: Array.from(shown.shared, rounded),
    workers: Object.fromEntries(
      workerIds.map((id, index) => [
        id,
        Array.from(shown.workers.subarray(index * width, (index + 1) * width), rounded),
      ]),
    ),
  };
}

/** Seven digits: the state is written after every batch, and its own uncertainty is far larger. */
function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : 0;
}
