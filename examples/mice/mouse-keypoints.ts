import { besideSpine, halfWidth, type MousePose } from './mouse-pose.ts';

/** Where along the body and how far aside (in half widths, left positive) each keypoint of mouse-top-view is. */
const places: [name: string, part: number, aside: number][] = [
  ['nose', 0, 0],
  ['left_ear', 0.2, 0.82],
  ['right_ear', 0.2, -0.82],
  ['neck', 0.32, 0],
  ['left_hip', 0.76, 0.86],
  ['right_hip', 0.76, -0.86],
  ['tail_base', 1, 0],
];

/** The exact keypoints of a mouse, image px, in the order of the skeleton. */
export function mouseKeypoints(pose: MousePose): { label: string; x: number; y: number }[] {
  return places.map(([label, part, aside]) => ({
    label,
    ...besideSpine(pose, part, aside * halfWidth(pose, part)),
  }));
}
