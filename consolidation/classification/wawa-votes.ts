import { agreementWeights, decideByVotes, majorityVotes } from './majority-votes.ts';
import type { MergedVotes, VoteBatch } from './vote-batch.ts';
import { weightedVotes } from './weighted-votes.ts';

/**
 * "Worker agreement with aggregate": a vote in which every worker counts as much as the share of his answers
 * that agree with the plain majority.
 */
export function wawaVotes(batch: VoteBatch): MergedVotes {
  const weight = agreementWeights(batch, majorityVotes(batch).choice);
  return decideByVotes(batch, weightedVotes(batch, weight));
}
