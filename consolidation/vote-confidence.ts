/** What a majority is worth before anybody has voted: right nine times of ten, with the weight of one vote. */
const PRIOR_MAJORITY = 0.9;

/**
 * How far to believe a majority of `votes` among `voters`: its share, with one prior vote that is right nine
 * times of ten. One of one gives .95, five of five .983, three of five .65.
 */
export function voteConfidence(votes: number, voters: number): number {
  return (votes + PRIOR_MAJORITY) / (voters + 1);
}
