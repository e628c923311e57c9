import type { CocoVisibility } from '#contracts/keypoint-label.ts';
import { hybridVotes } from '../classification/dawid-skene-votes.ts';
import type { MatchedObject } from './match-objects.ts';
import { PointState } from './pose-batch.ts';
import type { VisibilityVote } from './vote-visibility.ts';

/** Absent, occluded, visible: what a label tells apart. Not mentioned is absent. */
const STATES = 3;

/** Fewer animals say too little of what a worker's states are worth. */
const MIN_POSES = 20;

/**
 * Whether each keypoint of each animal is absent, occluded or visible, learned over the job: some workers call
 * everything visible and some leave out what they cannot see, so every worker has a confusion of the three states,
 * pooled over the keypoints. The rest is as with classes.
 * @returns a vote by animal and keypoint, in the order of the objects' poses; undefined when animals are too few
 */
export function learnVisibility(
  objects: readonly MatchedObject[],
  keypointCount: number,
  workerCount: number,
): VisibilityVote[][] | undefined {
  const groups = objects.flatMap(({ groups: own, workers }) =>
    own.map(({ members }) => ({ members, workers })),
  );
  if (groups.length < MIN_POSES) return undefined;
  const size = groups.reduce((sum, { members }) => sum + members.length, 0) * keypointCount;
  const [task, worker, label] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  let next = 0;
  groups.forEach(({ members, workers }, index) => {
    for (let k = 0; k < keypointCount; k++) {
      for (const { answer, pose } of members) {
        const state = pose.state[k] as number;
        task[next] = index * keypointCount + k;
        worker[next] = workers[answer] ?? 0;
        label[next++] = Math.max(0, state - PointState.absent);
      }
    }
  });
  const merged = hybridVotes({
    taskCount: groups.length * keypointCount,
    workerCount,
    classCount: STATES,
    task,
    worker,
    label,
  });
  return groups.map((_, index) =>
    Array.from({ length: keypointCount }, (_unused, k) => ({
      visibility: merged.choice[index * keypointCount + k] as CocoVisibility,
      confidence: merged.confidence[index * keypointCount + k] as number,
    })),
  );
}
