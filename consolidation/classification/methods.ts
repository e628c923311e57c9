import { dawidSkeneVotes, hybridVotes, oneCoinVotes } from './dawid-skene-votes.ts';
import { majorityVotes } from './majority-votes.ts';
import type { ClassificationMethod } from './vote-batch.ts';
import { wawaVotes } from './wawa-votes.ts';

/** Every consolidation method for single-choice classification by name. */
export const classificationMethods = {
  majority: majorityVotes,
  wawa: wawaVotes,
  'one-coin': oneCoinVotes,
  'dawid-skene': dawidSkeneVotes,
  hybrid: hybridVotes,
} as const satisfies Record<string, ClassificationMethod>;

/** The method of a job that names none. */
export const defaultClassificationMethod: keyof typeof classificationMethods = 'hybrid';
