import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { KeypointLabel, LabeledInstance, LabeledKeypoint } from '#contracts/keypoint-label.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { DEFAULT_SIGMA } from '#geometry/oks.ts';
import { type KeypointAgreement, keypointAgreement } from '../agreement/keypoint-agreement.ts';
import { type AnsweredObject, compareText, inFixedOrder, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import { mostFrequent, mostFrequentSize } from '../most-frequent.ts';
import { voteConfidence } from '../vote-confidence.ts';
import { findPairs } from './find-pairs.ts';
import { matchPoses, type PoseGroup } from './match-poses.ts';
import { defaultKeypointMethod, keypointMethods } from './methods.ts';
import { nameInstances } from './name-instances.ts';
import type { MatchedPose, MergedPose, PoseBatch } from './pose-batch.ts';
import { poseScale } from './pose-scale.ts';
import { readPoses } from './read-poses.ts';
import { voteVisibility } from './vote-visibility.ts';

/** A keypoint's confidence is the probability that it is within this part of the animal's scale. */
const CONFIDENCE_RADIUS = 0.1;

export interface KeypointOptions {
  skeleton?: Skeleton | undefined;
  /** Names of the keypoints in order, where there is no skeleton; else the names in the answers, sorted. */
  names?: readonly string[] | undefined;
  /** Classes of animals in the order of their class_id; else the classes in the answers, sorted. */
  classes?: readonly string[] | undefined;
  /** Name in {@link keypointMethods}. */
  method?: string | undefined;
}

export interface ConsolidatedKeypoints {
  id: string;
  label: KeypointLabel;
  /** Confidence of each annotation: existence of the animal times the mean of its keypoints. */
  objects: { confidence: number }[];
  /** Name of each class_id that the label uses. */
  classMap: Record<string, string>;
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
  const batch: PoseBatch = {
    keypointCount: names.length,
    pairs,
    axis: skeleton?.axis && indexPair(skeleton.axis),
    sigmas: Float64Array.from(names, (_, k) => skeleton?.keypoints[k]?.sigma ?? DEFAULT_SIGMA),
    workerCount: workerIds.length,
    poses: matched.flatMap(({ poses }) => poses),
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
      ...toLabel(object, own, names, classes),
      agreement: keypointAgreement(object.poses, names.length, workerIds, object.workers),
      names,
      method,
    };
  }
  return results;
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

/** The label of one object, animals in the order of their names. */
function toLabel(
  object: MatchedObject,
  merged: readonly MergedPose[],
  names: readonly string[],
  classes: readonly string[],
): Pick<ConsolidatedKeypoints, 'label' | 'objects' | 'classMap'> {
  const instanceNames = nameInstances(object.groups);
  const classMap: Record<string, string> = {};
  const annotated = object.groups.flatMap((group, index) => {
    const pose = merged[index];
    const scale = object.poses[index]?.scale ?? 1;
    if (!pose) return [];
    const keypoints = names.map((name, k) => labelKeypoint(name, k, group, pose, scale));
    const box = boxAround(keypoints);
    if (!box) return [];
    const className = mostFrequent(
      group.members.flatMap(({ pose: { instanceLabel } }) => instanceLabel ?? []),
    );
    const known = className === undefined ? 0 : classes.indexOf(className);
    // A class outside the job's list gets no number of its own; the first stands for "animal".
    const class_id = Math.max(0, known);
    classMap[class_id] = classes[class_id] ?? 'instance';
    const located = keypoints.filter(({ visibility }) => visibility !== 0);
    const existence = voteConfidence(group.members.length, object.answers);
    const mean = located.reduce((sum, { confidence }) => sum + confidence, 0) / located.length;
    const annotation: LabeledInstance = {
      class_id,
      instance: instanceNames[index] ?? '1',
      keypoints,
      ...box,
    };
    return [{ annotation, confidence: round(existence * mean, 4) }];
  });
  annotated.sort((a, b) => compareInstances(a.annotation.instance, b.annotation.instance));
  return {
    label: {
      image_size: [{ ...object.image, depth: 3 }],
      annotations: annotated.map(({ annotation }) => annotation),
    },
    objects: annotated.map(({ confidence }) => ({ confidence })),
    classMap,
  };
}

function labelKeypoint(
  label: string,
  k: number,
  { members }: PoseGroup,
  merged: MergedPose,
  scale: number,
): LabeledKeypoint {
  const vote = voteVisibility(members.map(({ pose }) => pose.state[k] as number));
  const x = merged.x[k] as number;
  const y = merged.y[k] as number;
  if (vote.visibility === 0 || !Number.isFinite(x) || !Number.isFinite(y))
    return { label, x: null, y: null, visibility: 0, confidence: round(vote.confidence, 4), sd: null };
  const variance = merged.variance[k] as number;
  const placed = members.filter(({ pose }) => !Number.isNaN(pose.x[k])).length;
  // Rayleigh: probability that a point with this variance on both axes is within the radius.
  const near = variance > 0 ? 1 - Math.exp(-((CONFIDENCE_RADIUS * scale) ** 2) / (2 * variance)) : 1;
  return {
    label,
    x,
    y,
    visibility: vote.visibility,
    confidence: round(vote.confidence * near * (merged.sideCertainty[k] as number), 4),
    sd: placed < 2 ? null : round(Math.min(Math.sqrt(variance), 1_000_000), 3),
  };
}

function boxAround(
  keypoints: readonly LabeledKeypoint[],
): { left: number; top: number; width: number; height: number } | undefined {
  const xs = keypoints.flatMap(({ x }) => x ?? []);
  const ys = keypoints.flatMap(({ y }) => y ?? []);
  if (xs.length === 0) return undefined;
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
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

/** "2" before "10", and numbers before words. */
function compareInstances(a: string, b: string): number {
  const [first, second] = [Number(a), Number(b)];
  if (Number.isNaN(first) !== Number.isNaN(second)) return Number.isNaN(first) ? 1 : -1;
  return first < second ? -1 : first > second ? 1 : compareText(a, b);
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
