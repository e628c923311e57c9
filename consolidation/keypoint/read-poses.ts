import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { compareText } from '../answered-object.ts';
import { PointState, type Pose } from './pose-batch.ts';

/**
 * The animals of one answer, sorted by instance id. Points with names outside `names` are left out.
 *
 * crowd-keypoint knows no instances: its second point of one label belongs to a second animal, so the n-th
 * point of a label without an instance goes to instance "n". A named instance's later point replaces the
 * earlier.
 * @param image size of the image, px: a point that lies more than the image's own size outside of it was never placed
 *   on it, and is left out. Where the size is 0, nobody knows.
 */
export function readPoses(
  answer: KeypointAnswer,
  names: readonly string[],
  image: { width: number; height: number },
): Pose[] {
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const poses = new Map<string, Pose>();
  const poseOf = (id: string): Pose => {
    const known = poses.get(id);
    if (known) return known;
    const pose: Pose = {
      instanceId: id,
      instanceLabel: undefined,
      x: new Float64Array(names.length).fill(Number.NaN),
      y: new Float64Array(names.length).fill(Number.NaN),
      state: new Uint8Array(names.length),
    };
    poses.set(id, pose);
    return pose;
  };

  const seen = new Map<string, number>();
  for (const point of answer.keypoints) {
    const index = indexOf.get(point.label);
    if (index === undefined || !isNear(point.x, image.width) || !isNear(point.y, image.height)) continue;
    let id: string;
    if (point.instance === undefined) {
      const occurrence = (seen.get(point.label) ?? 0) + 1;
      seen.set(point.label, occurrence);
      id = String(occurrence);
    } else id = String(point.instance);
    const pose = poseOf(id);
    pose.x[index] = point.x;
    pose.y[index] = point.y;
    pose.state[index] = point.visibility === 'occluded' ? PointState.occluded : PointState.visible;
  }
  for (const { label, instance } of answer.absent ?? []) {
    const index = indexOf.get(label);
    // An animal of which everything is absent is no animal, so absence never makes one.
    const pose = poses.get(String(instance ?? 1));
    if (index === undefined || pose === undefined) continue;
    if (pose.state[index] === PointState.unmentioned) pose.state[index] = PointState.absent;
  }
  for (const { id, label } of answer.instances ?? []) {
    const pose = poses.get(String(id));
    if (pose) pose.instanceLabel = label;
  }
  return [...poses.values()].sort((a, b) => compareText(a.instanceId, b.instanceId));
}

/** Not for what is no number, and for 1e308, which would be the mean of anything. */
function isNear(value: number, size: number): boolean {
  return size > 0 ? value >= -size && value <= 2 * size : Number.isFinite(value);
}
