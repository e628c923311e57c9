import type { WorkerReliability } from '#contracts/worker-reliability.ts';

/** The state of a batch that tells nothing of its workers to other batches. */
export const nothingLearned: WorkerReliability = {
  version: 1,
  task: 'classification',
  names: [],
  pairs: [],
  objects: 0,
  shared: [],
  workers: {},
};
