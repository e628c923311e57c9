import type { VoteBatch } from './vote-batch.ts';

/** Votes of each task and class, at [task * classCount + class], each counting its worker's weight. */
export function weightedVotes(
  { taskCount, classCount, task, worker, label }: VoteBatch,
  weight?: Float64Array,
): Float64Array {
  const votes = new Float64Array(taskCount * classCount);
  for (let i = 0; i < task.length; i++) {
    const at = (task[i] as number) * classCount + (label[i] as number);
    votes[at] = (votes[at] as number) + (weight ? (weight[worker[i] as number] as number) : 1);
  }
  return votes;
}
