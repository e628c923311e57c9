import { voteConfidence } from '../vote-confidence.ts';
import { chooseClass } from './choose-class.ts';
import type { MergedVotes, VoteBatch } from './vote-batch.ts';
import { weightedVotes } from './weighted-votes.ts';

/**
 * The class that most workers chose. Needs no second object and no second answer of anybody; where there are
 * more objects, a tie goes to the workers who agree more often with a clear majority.
 */
export function majorityVotes(batch: VoteBatch): MergedVotes {
  const votes = weightedVotes(batch);
  const weight = agreementWeights(batch, clearWinners(batch, votes));
  return decideByVotes(batch, votes, weightedVotes(batch, weight));
}

/** The class with most (weighted) votes; confidence as {@link voteConfidence} of them. */
export function decideByVotes(
  { taskCount, classCount }: VoteBatch,
  votes: Float64Array,
  second?: Float64Array,
): MergedVotes {
  const choice = new Int32Array(taskCount);
  const confidence = new Float64Array(taskCount);
  for (let row = 0; row < taskCount; row++) {
    const best = chooseClass(votes, row, classCount, second);
    let total = 0;
    for (let j = 0; j < classCount; j++) total += votes[row * classCount + j] as number;
    choice[row] = best;
    confidence[row] = voteConfidence(votes[row * classCount + best] as number, total);
  }
  return { choice, confidence };
}

/** Share of each worker's answers that are the class in `winners`, with one agreement given. */
export function agreementWeights(
  { workerCount, worker, label, task }: VoteBatch,
  winners: Int32Array,
): Float64Array {
  const agreed = new Float64Array(workerCount).fill(1);
  const answered = new Float64Array(workerCount).fill(1);
  for (let i = 0; i < task.length; i++) {
    const winner = winners[task[i] as number] as number;
    if (winner < 0) continue;
    const w = worker[i] as number;
    answered[w] = (answered[w] as number) + 1;
    if (label[i] === winner) agreed[w] = (agreed[w] as number) + 1;
  }
  return agreed.map((count, w) => count / (answered[w] as number));
}

/** The class with most votes of each task; -1 at a tie. */
function clearWinners({ taskCount, classCount }: VoteBatch, votes: Float64Array): Int32Array {
  return Int32Array.from({ length: taskCount }, (_, row) => {
    const best = chooseClass(votes, row, classCount);
    for (let j = 0; j < classCount; j++)
      if (j !== best && votes[row * classCount + j] === votes[row * classCount + best]) return -1;
    return best;
  });
}
