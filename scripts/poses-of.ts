import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { KeypointLabel } from '#contracts/keypoint-label.ts';

export interface LocatedKeypoint {
  x: number;
  y: number;
  occluded: boolean;
}

/** One animal, whether a worker or a method put it there. Absent keypoints are not in the map. */
export interface LocatedPose {
  instance: string;
  keypoints: Map<string, LocatedKeypoint>;
}

/** The animals of a label or of one worker's answer, in the order in which they stand there. */
export function posesOf(label: KeypointLabel | KeypointAnswer): LocatedPose[] {
  const poses = new Map<string, LocatedPose>();
  const poseFor = (instance: string): LocatedPose => {
    const pose = poses.get(instance) ?? { instance, keypoints: new Map() };
    poses.set(instance, pose);
    return pose;
  };
  if ('annotations' in label) {
    for (const annotation of (label as KeypointLabel).annotations) {
      const { keypoints } = poseFor(annotation.instance);
      for (const { label: name, x, y, visibility } of annotation.keypoints) {
        if (x !== null && y !== null) keypoints.set(name, { x, y, occluded: visibility === 1 });
      }
    }
  } else {
    for (const { label: name, x, y, instance, visibility } of (label as KeypointAnswer).keypoints) {
      poseFor(String(instance ?? '1')).keypoints.set(name, { x, y, occluded: visibility === 'occluded' });
    }
  }
  return [...poses.values()];
}
