import { voteConfidence } from '../vote-confidence.ts';
import { chooseClass } from './choose-class.ts';
import type { MergedVotes, VoteBatch } from './vote-batch.ts';
import { classFrequency, weightedVotes } from './weighted-votes.ts';

/** The class that most workers chose. Needs no second object and no second answer of anybody. */
export function majorityVotes(batch: VoteBatch): MergedVotes {
  return decideByVotes(batch, weightedVotes(batch));
}

/** The class with most (weighted) votes; confidence as {@link voteConfidence} of them. */
export function decideByVotes(batch: VoteBatch, votes: Float64Array): MergedVotes {
  const { taskCount, classCount } = batch;
  const frequency = classFrequency(batch);
  const choice = new Int32Array(taskCount);
  const confidence = new Float64Array(taskCount);
  for (let row = 0; row < taskCount; row++) {
    const best = chooseClass(votes, row, classCount, frequency);
    let total = 0;
    for (let j = 0; j < classCount; j++) total += votes[row * classCount + j] as number;
    choice[row] = best;
    confidence[row] = voteConfidence(votes[row * classCount + best] as number, total);
  }
  return { choice, confidence };
}
