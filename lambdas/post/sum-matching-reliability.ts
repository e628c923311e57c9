import { combineReliability } from '#consolidation/combine-reliability.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';

/**
 * All that the carried states say about the things that `own` is about: states of other keypoints or classes, as
 * an earlier release or other settings have left them, are passed over. Undefined when nothing is left.
 */
export function sumMatchingReliability(
  carried: readonly WorkerReliability[],
  own: WorkerReliability,
): WorkerReliability | undefined {
  const subject = ({ task, names, pairs }: WorkerReliability) => JSON.stringify([task, names, pairs]);
  const same = carried.filter((state) => subject(state) === subject(own));
  return same.length === 0 ? undefined : same.reduce(combineReliability);
}
