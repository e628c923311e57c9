import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { compareText } from './answered-object.ts';
import type { ReliabilityLayout } from './ledger.ts';

/**
 * The sum of two states of one job: what both batches together have shown. Adding is commutative, so two
 * batches that run at once may each write what they have learned, and a reader adds up all that is there.
 * @throws {GroundTruthError} `invalid-argument` when the states are of different tasks, names or pairs
 */
export function combineReliability(a: WorkerReliability, b: WorkerReliability): WorkerReliability {
  checkReliability(b, a);
  const ids = [...new Set([...Object.keys(a.workers), ...Object.keys(b.workers)])].sort(compareText);
  return {
    ...a,
    objects: a.objects + b.objects,
    shared: sum(a.shared, b.shared),
    workers: Object.fromEntries(ids.map((id) => [id, sum(ownOf(a, id), ownOf(b, id))])),
  };
}

/** @throws {GroundTruthError} `invalid-argument` when `state` is not of the kind that is needed */
export function checkReliability(state: WorkerReliability, needed: ReliabilityLayout): void {
  const differs = (['task', 'names', 'pairs'] as const).find(
    (key) => JSON.stringify(state[key]) !== JSON.stringify(needed[key]),
  );
  if (differs === undefined) return;
  throw new GroundTruthError(
    'invalid-argument',
    `The carried reliability was learned with another ${differs}: ${JSON.stringify(state[differs]).slice(0, 200)} instead of ${JSON.stringify(needed[differs]).slice(0, 200)}.`,
  );
}

/** A worker's numbers in a state; none when the state does not know the worker. */
export function ownOf({ workers }: WorkerReliability, id: string): readonly number[] {
  return Object.hasOwn(workers, id) ? (workers[id] ?? []) : [];
}

function sum(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) + (b[i] ?? 0));
}
