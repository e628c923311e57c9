/** Share of the workers who must have drawn a box. On real crowds .4 finds more than it invents, .5 does not. */
export const MIN_SHARE = 0.4;

/** Logit of five votes of five, and how it grows with the share above {@link MIN_SHARE}. */
const UNANIMOUS = 4.6;

/**
 * Probability that something is there which `votes` of `workers` drew: a logistic curve through one half at a
 * share of .4 and .99 at five of five, steeper with more workers. On a real crowd of seven, the share of true
 * boxes at 1 to 7 votes was .12 .21 .59 .77 .89 .99 1; this gives .09 .26 .56 .82 .94 .98 .996.
 */
export function existenceConfidence(votes: number, workers: number): number {
  const slope = (UNANIMOUS / (1 - MIN_SHARE)) * Math.sqrt(workers / 5);
  return 1 / (1 + Math.exp(-slope * (votes / workers - MIN_SHARE)));
}
