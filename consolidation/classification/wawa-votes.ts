import { agreementWeights, decideByVotes, majorityVotes } from './majority-votes.ts';
import type { MergedVotes, VoteBatch } from './vote-batch.ts';
import { weightedVotes } from './weighted-votes.ts';

/**
 * "Worker agreement with aggregate": a vote in which every worker counts as much as the share of his answers
 * that agree with the plain majority, or with the truth where it is known.
 */
export function wawaVotes(batch: VoteBatch): MergedVotes {
  const winners = majorityVotes(batch).choice.map((winner, task) => {
    const truth = batch.gold?.[task] ?? -1;
    return truth >= 0 ? truth : winner;
  });
  const weight = agreementWeights(batch, winners);
  return decideByVotes(batch, weightedVotes(batch, weight));
}
