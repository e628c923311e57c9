import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { KeypointLabel } from '#contracts/keypoint-label.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { DEFAULT_SIGMA } from '#geometry/oks.ts';
import { type KeypointAgreement, keypointAgreement } from '../agreement/keypoint-agreement.ts';
import { type AnsweredObject, compareText, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import { type Calibration, fitCalibration, type ScoredConfidence } from '../fit-calibration.ts';
import { closeLedger, openLedger } from '../ledger.ts';
import { findPairs } from './find-pairs.ts';
import { keypointLedgerSizes } from './keypoint-reliability.ts';
import { type LabeledPoses, labelPoses } from './label-poses.ts';
import { learnIdentities } from './learn-identities.ts';
import { learnVisibility } from './learn-visibility.ts';
import { type MatchedObject, matchObjects } from './match-objects.ts';
import { defaultKeypointMethod, keypointMethods } from './methods.ts';
import type { PoseBatch } from './pose-batch.ts';
import { scorePoses } from './score-poses.ts';

/** Methods that learn what a worker's "occluded" or "not there" is worth, too. */
const LEARN_VISIBILITY: ReadonlySet<string> = new Set(['em-swap']);

export interface KeypointOptions {
  skeleton?: Skeleton | undefined;
  /** Names of the keypoints in order, where there is no skeleton; else the names in the answers, sorted. */
  names?: readonly string[] | undefined;
  /** Classes of animals in the order of their class_id; else the classes in the answers, sorted. */
  classes?: readonly string[] | undefined;
  /** Name in {@link keypointMethods}. */
  method?: string | undefined;
  /**
   * All animals as they truly are, by object id, where they are known. With 50 located keypoints or more on these
   * objects the confidences of keypoints are refitted to how often they were right; locations stay as merged.
   */
  gold?: ReadonlyMap<string, KeypointAnswer> | undefined;
  /** What earlier batches of the job have shown of the workers. */
  reliability?: WorkerReliability | undefined;
  /** False to take the workers as `reliability` has them, and learn nothing more; true unless given. */
  learn?: boolean | undefined;
  /** How far to believe confidences of located keypoints; fitted to `gold` unless given. */
  calibration?: Calibration | undefined;
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
): { results: ConsolidatedKeypoints[]; reliability: WorkerReliability; scored: ScoredConfidence[] } {
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
  const matched = matchObjects(objects, names, pairs, workerIds);
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
  const votes = LEARN_VISIBILITY.has(method)
    ? learnVisibility(matched, names.length, workerIds.length)
    : undefined;
  const classes = options.classes ??
    classesIn(matched) ?? [skeleton?.instance ?? skeleton?.name ?? 'instance'];

  const identities = learnIdentities(matched, workerIds.length);
  let next = 0;
  const labelable = matched.map((object, index) => {
    const first = next;
    next += object.poses.length;
    const own = [
      merged.slice(first, next),
      names,
      classes,
      identities[index] ?? [],
      votes?.slice(first, next),
    ] as const;
    return { object, own };
  });
  const scored = labelable.flatMap(({ object, own }) => {
    const known = options.gold?.get(object.id);
    return known ? scorePoses(labelPoses(object, ...own).label.annotations, known, names, object.image) : [];
  });
  const fit = options.calibration ?? fitCalibration(scored);

  const results: ConsolidatedKeypoints[] = new Array(objects.length);
  for (const { object, own } of labelable)
    results[object.place] = {
      id: object.id,
      ...labelPoses(object, ...own, fit),
      agreement: keypointAgreement(object.poses, names.length, workerIds, object.workers),
      names,
      method,
    };
  return { results, reliability: closeLedger(ledger, layout, workerIds, objects.length), scored };
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
