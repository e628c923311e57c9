import { awsDocBoxes } from './aws-doc-boxes.ts';
import type { BoxMethod } from './box-batch.ts';
import { emVoteBoxes } from './em-vote-boxes.ts';
import { voteMeanBoxes, voteMedianBoxes } from './vote-boxes.ts';
import { weightedFusionBoxes } from './weighted-fusion-boxes.ts';

/** Every consolidation method for boxes by name. */
export const boxMethods = {
  'vote-median': voteMedianBoxes,
  mean: voteMeanBoxes,
  'aws-doc': awsDocBoxes,
  'weighted-fusion': weightedFusionBoxes,
  'em-vote': emVoteBoxes,
} as const satisfies Record<string, BoxMethod>;

/** The method of a job that names none. */
export const defaultBoxMethod: keyof typeof boxMethods = 'em-vote';
