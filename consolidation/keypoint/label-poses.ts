import type { KeypointLabel, LabeledInstance, LabeledKeypoint } from '#contracts/keypoint-label.ts';
import { compareText } from '../answered-object.ts';
import { type Calibration, calibrated } from '../fit-calibration.ts';
import { voteConfidence } from '../vote-confidence.ts';
import type { Identity } from './learn-identities.ts';
import type { PoseGroup } from './match-poses.ts';
import { nameInstances } from './name-instances.ts';
import type { MatchedPose, MergedPose } from './pose-batch.ts';
import { type VisibilityVote, voteVisibility } from './vote-visibility.ts';

/** A keypoint's confidence is the probability that it is within this part of the animal's scale. */
export const CONFIDENCE_RADIUS = 0.1;

/** One object's label, the confidence of each annotation, and the name of each class_id that it uses. */
export interface LabeledPoses {
  label: KeypointLabel;
  objects: { confidence: number }[];
  classMap: Record<string, string>;
}

/** One object between matching and labeling. */
interface MatchedObject {
  image: { width: number; height: number };
  /** How many workers answered. */
  answers: number;
  groups: readonly PoseGroup[];
  poses: readonly MatchedPose[];
}

/**
 * The label of one object, animals in the order of their names.
 * @param fit how far to believe the confidence of a keypoint that has a location; as it is unless given
 */
export function labelPoses(
  object: MatchedObject,
  merged: readonly MergedPose[],
  names: readonly string[],
  classes: readonly string[],
  identities: readonly Identity[],
  votes?: readonly (readonly VisibilityVote[])[],
  fit?: Calibration,
): LabeledPoses {
  const instanceNames = nameInstances(object.groups);
  const classMap: Record<string, string> = {};
  const annotated = object.groups.flatMap((group, index) => {
    const pose = merged[index];
    const scale = object.poses[index]?.scale ?? 1;
    if (!pose) return [];
    const keypoints = names.map((name, k) =>
      labelKeypoint(name, k, group, pose, scale, votes?.[index]?.[k], fit),
    );
    const box = boxAround(keypoints);
    if (!box) return [];
    const { label: className, certainty } = identities[index] ?? { label: undefined, certainty: 1 };
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
    return [{ annotation, confidence: round(existence * mean * certainty, 4) }];
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
  learned: VisibilityVote | undefined,
  fit: Calibration | undefined,
): LabeledKeypoint {
  const vote = learned ?? voteVisibility(members.map(({ pose }) => pose.state[k] as number));
  const x = merged.x[k] as number;
  const y = merged.y[k] as number;
  if (vote.visibility === 0 || !Number.isFinite(x) || !Number.isFinite(y))
    return { label, x: null, y: null, visibility: 0, confidence: round(vote.confidence, 4), sd: null };
  const variance = merged.variance[k] as number;
  const placed = members.filter(({ pose }) => !Number.isNaN(pose.x[k])).length;
  // Rayleigh: probability that a point with this variance on both axes is within the radius.
  const near = variance > 0 ? 1 - Math.exp(-((CONFIDENCE_RADIUS * scale) ** 2) / (2 * variance)) : 1;
  // Rounded before it is fitted, because fits are learned from labels, whose confidences are rounded.
  const believed = round(vote.confidence * near * (merged.sideCertainty[k] as number), 4);
  return {
    label,
    x,
    y,
    visibility: vote.visibility,
    confidence: fit ? round(calibrated(believed, fit), 4) : believed,
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
