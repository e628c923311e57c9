import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { KeypointLabel } from '#contracts/keypoint-label.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { DEFAULT_SIGMA } from '#geometry/oks.ts';
import { type KeypointAgreement, keypointAgreement } from '../agreement/keypoint-agreement.ts';
import { type AnsweredObject, compareText, inFixedOrder, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import { closeLedger, openLedger } from '../ledger.ts';
import { mostFrequentSize } from '../most-frequent.ts';
import { findPairs } from './find-pairs.ts';
import { keypointLedgerSizes } from './keypoint-reliability.ts';
import { type LabeledPoses, labelPoses } from './label-poses.ts';
import { matchPoses, type PoseGroup } from './match-poses.ts';
import { defaultKeypointMethod, keypointMethods } from './methods.ts';
import type { MatchedPose, PoseBatch } from './pose-batch.ts';
import { poseScale } from './pose-scale.ts';
import { readPoses } from './read-poses.ts';

export interface KeypointOptions {
  skeleton?: Skeleton | undefined;
  /** Names of the keypoints in order, where there is no skeleton; else the names in the answers, sorted. */
  names?: readonly string[] | undefined;
  /** Classes of animals in the order of their class_id; else the classes in the answers, sorted. */
  classes?: readonly string[] | undefined;
  /** Name in {@link keypointMethods}. */
  method?: string | undefined;
  /** What earlier batches of the job have shown of the workers. */
  reliability?: WorkerReliability | undefined;
  /** False to take the workers as `reliability` has them, and learn nothing more; true unless given. */
  learn?: boolean | undefined;
}

export interface ConsolidatedKeypoints {
  id: string;
  label: KeypointLabel;
  /** Confidence of each annotation: existence of the animal times the mean of its keypoints. */
  objects: LabeledPoses['objects'];
  /** Name of each class_id that the label uses. */
  classMap: LabeledPoses['classMap'];
  agreement: KeypointAgreement[];
  names: readonly string[];
  method: string;
}

/** Everything that is known of one object between matching and labeling. */
interface MatchedObject {
  id: string;
  place: number;
  image: { width: number; height: number };
  answers: number;
  workers: number[];
  groups: PoseGroup[];
  poses: MatchedPose[];
}

/**
 * Merges the answers of several workers on many images to one label each: finds the same animal in all
 * answers, merges its keypoints with the job's method, and votes on visibility.
 * @returns one result for each object, in the order of the input
 * @throws {GroundTruthError} `invalid-argument` when there is no such method
 */
export function consolidateKeypoints(
  objects: readonly AnsweredObject<KeypointAnswer>[],
  options: KeypointOptions = {},
): ConsolidatedKeypoints[] {
  return consolidateKeypointBatch(objects, options).results;
}

/**
 * As {@link consolidateKeypoints}, and what this batch alone has shown of its workers: add it to the carried
 * state with `combineReliability`.
 * @throws {GroundTruthError} `invalid-argument` when there is no such method, or the carried state is of other
 *   keypoints
 */
export function consolidateKeypointBatch(
  objects: readonly AnsweredObject<KeypointAnswer>[],
  options: KeypointOptions = {},
): { results: ConsolidatedKeypoints[]; reliability: WorkerReliability } {
  const method = options.method ?? defaultKeypointMethod;
  const merge = findMethod(keypointMethods, method, 'keypoint');
  const { skeleton } = options;
  const names = skeleton?.keypoints.map(({ name }) => name) ?? options.names ?? namesIn(objects);
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const indexPair = ([a, b]: readonly [string, string]): [number, number] => [
    indexOf.get(a) ?? 0,
    indexOf.get(b) ?? 0,
  ];
  const pairs = skeleton?.pairs?.map(indexPair) ?? findPairs(names);
  const workerIds = workersOf(objects);
  const workerIndex = new Map(workerIds.map((id, index) => [id, index]));

  const matched = inFixedOrder(objects).map(({ id, place, answers }): MatchedObject => {
    const image = mostFrequentSize(answers.map(({ answer }) => answer.inputImageProperties));
    const groups = matchPoses(
      answers.map(({ answer }) => readPoses(answer, names)),
      pairs,
      image,
    );
    const workers = answers.map(({ workerId }) => workerIndex.get(workerId) ?? 0);
    const poses = groups.map((group) => toMatchedPose(group, workers, names.length, image));
    return { id, place, image, answers: answers.length, workers, groups, poses };
  });
  const layout = { task: 'keypoint', names: [...names], pairs } as const;
  const ledger = openLedger(
    options.reliability,
    layout,
    workerIds,
    keypointLedgerSizes(names.length, pairs.length),
    options.learn === false,
  );
  const batch: PoseBatch = {
    keypointCount: names.length,
    pairs,
    axis: skeleton?.axis && indexPair(skeleton.axis),
    sigmas: Float64Array.from(names, (_, k) => skeleton?.keypoints[k]?.sigma ?? DEFAULT_SIGMA),
    workerCount: workerIds.length,
    poses: matched.flatMap(({ poses }) => poses),
    ledger,
  };
  const merged = merge(batch);
  const classes = options.classes ??
    classesIn(matched) ?? [skeleton?.instance ?? skeleton?.name ?? 'instance'];

  const results: ConsolidatedKeypoints[] = new Array(objects.length);
  let next = 0;
  for (const object of matched) {
    const own = merged.slice(next, next + object.poses.length);
    next += object.poses.length;
    results[object.place] = {
      id: object.id,
      ...labelPoses(object, own, names, classes),
      agreement: keypointAgreement(object.poses, names.length, workerIds, object.workers),
      names,
      method,
    };
  }
  return { results, reliability: closeLedger(ledger, layout, workerIds, objects.length) };
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

function namesIn(objects: readonly AnsweredObject<KeypointAnswer>[]): string[] {
  const names = new Set(
    objects.flatMap(({ answers }) =>
      answers.flatMap(({ answer }) =>
        [...answer.keypoints, ...(answer.absent ?? [])].map(({ label }) => label),
      ),
    ),
  );
  return [...names].sort(compareText);
}

/** Classes of the animals in the answers, sorted; undefined when no worker gave one. */
function classesIn(objects: readonly MatchedObject[]): string[] | undefined {
  const classes = new Set(
    objects.flatMap(({ groups }) =>
      groups.flatMap(({ members }) => members.flatMap(({ pose }) => pose.instanceLabel ?? [])),
    ),
  );
  return classes.size === 0 ? undefined : [...classes].sort(compareText);
}
