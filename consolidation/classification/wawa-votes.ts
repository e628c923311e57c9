import { decideByVotes, majorityVotes } from './majority-votes.ts';
import type { MergedVotes, VoteBatch } from './vote-batch.ts';
import { weightedVotes } from './weighted-votes.ts';

/**
 * "Worker agreement with aggregate": a vote in which every worker counts as much as the share of his answers
 * that agree with the plain majority.
 */
export function wawaVotes(batch: VoteBatch): MergedVotes {
  const { choice } = majorityVotes(batch);
  const agreed = new Float64Array(batch.workerCount);
  const answered = new Float64Array(batch.workerCount);
  batch.worker.forEach((worker, i) => {
    answered[worker] = (answered[worker] as number) + 1;
    if (batch.label[i] === choice[batch.task[i] as number]) agreed[worker] = (agreed[worker] as number) + 1;
  });
  // One agreement given, so that a task whose workers all stood alone still has votes.
  const weight = agreed.map((count, worker) => (count + 1) / ((answered[worker] as number) + 1));
  return decideByVotes(batch, weightedVotes(batch, weight));
}
