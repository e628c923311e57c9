import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { type AnsweredObject, inFixedOrder } from '../answered-object.ts';
import { mostFrequentSize } from '../most-frequent.ts';
import { matchPoses, type PoseGroup } from './match-poses.ts';
import type { MatchedPose } from './pose-batch.ts';
import { poseScale } from './pose-scale.ts';
import { readPoses } from './read-poses.ts';

/** Everything that is known of one object between matching and labeling. */
export interface MatchedObject {
  id: string;
  /** Position in the input. */
  place: number;
  image: { width: number; height: number };
  /** How many workers answered. */
  answers: number;
  /** Index of each of them among all workers. */
  workers: number[];
  groups: PoseGroup[];
  /** One for each group. */
  poses: MatchedPose[];
}

/** The same animals in all answers of every object, objects and workers in fixed order. */
export function matchObjects(
  objects: readonly AnsweredObject<KeypointAnswer>[],
  names: readonly string[],
  pairs: readonly (readonly [number, number])[],
  workerIds: readonly string[],
): MatchedObject[] {
  const workerIndex = new Map(workerIds.map((id, index) => [id, index]));
  return inFixedOrder(objects).map(({ id, place, answers }): MatchedObject => {
    const image = mostFrequentSize(answers.map(({ answer }) => answer.inputImageProperties));
    const groups = matchPoses(
      answers.map(({ answer }) => readPoses(answer, names, image)),
      pairs,
      image,
    );
    const workers = answers.map(({ workerId }) => workerIndex.get(workerId) ?? 0);
    const poses = groups.map((group) => toMatchedPose(group, workers, names.length, image));
    return { id, place, image, answers: answers.length, workers, groups, poses };
  });
}

function toMatchedPose(
  { members }: PoseGroup,
  workers: readonly number[],
  keypointCount: number,
  image: { width: number; height: number },
): MatchedPose {
  const x = new Float64Array(members.length * keypointCount);
  const y = new Float64Array(members.length * keypointCount);
  members.forEach(({ pose }, view) => {
    x.set(pose.x, view * keypointCount);
    y.set(pose.y, view * keypointCount);
  });
  return {
    workers: Int32Array.from(members, ({ answer }) => workers[answer] ?? 0),
    x,
    y,
    scale: poseScale(
      members.map(({ pose }) => pose),
      image,
    ),
    image,
  };
}
