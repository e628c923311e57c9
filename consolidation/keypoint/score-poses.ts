import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { LabeledInstance } from '#contracts/keypoint-label.ts';
import { assignRows } from '#geometry/hungarian.ts';
import type { ScoredConfidence } from '../fit-calibration.ts';
import { CONFIDENCE_RADIUS } from './label-poses.ts';
import type { Pose } from './pose-batch.ts';
import { poseScale } from './pose-scale.ts';
import { readPoses } from './read-poses.ts';

/**
 * Holds the located keypoints of a label against the known animals of its image. Each animal is compared with one
 * known animal, so that the most points are right; right is what a confidence means: within a tenth of the
 * animal's scale. A point that is not there, or is of no known animal, is wrong wherever it lies.
 * @param image size in px
 */
export function scorePoses(
  annotations: readonly LabeledInstance[],
  known: KeypointAnswer,
  names: readonly string[],
  image: { width: number; height: number },
): ScoredConfidence[] {
  if (annotations.length === 0) return [];
  const truth = readPoses(known, names, image);
  const radius = truth.map((pose) => CONFIDENCE_RADIUS * poseScale([pose], image));
  const isRight = (annotation: LabeledInstance, at: number) =>
    annotation.keypoints.map((point, k) => isNear(point, truth[at], k, radius[at] ?? 0));
  const costs = annotations.map((annotation) =>
    truth.map((_, at) => isRight(annotation, at).filter((right) => !right).length),
  );
  const partners = truth.length === 0 ? [] : assignRows(costs.flat(), annotations.length, truth.length);
  return annotations.flatMap((annotation, index) => {
    const right = isRight(annotation, partners[index] ?? -1);
    return annotation.keypoints.flatMap(({ confidence, visibility }, k) =>
      visibility === 0 ? [] : [{ confidence, right: right[k] ?? false }],
    );
  });
}

function isNear(
  point: { x: number | null; y: number | null },
  truth: Pose | undefined,
  k: number,
  radius: number,
): boolean {
  if (point.x === null || point.y === null || !truth) return false;
  // Not a number where the truth has no such point, which is never within a radius.
  return Math.hypot(point.x - (truth.x[k] as number), point.y - (truth.y[k] as number)) <= radius;
}
