import type { Subject } from './worker-states.ts';

const skeleton: Subject['skeleton'] = {
  name: 'mouse',
  instance: 'mouse',
  keypoints: [
    { name: 'nose', side: 'middle', rest: [0.9, 0.5], definition: 'The tip of the nose.' },
    { name: 'left_ear', side: 'left', rest: [0.7, 0.2] },
    { name: 'right_ear', side: 'right', rest: [0.7, 0.8] },
    { name: 'left_hip', side: 'left', rest: [0.3, 0.2] },
    { name: 'right_hip', side: 'right', rest: [0.3, 0.8] },
    { name: 'tail_base', side: 'middle', rest: [0.1, 0.5] },
  ],
  edges: [
    ['nose', 'left_ear'],
    ['nose', 'right_ear'],
    ['left_hip', 'tail_base'],
    ['right_hip', 'tail_base'],
  ],
  pairs: [
    ['left_ear', 'right_ear'],
    ['left_hip', 'right_hip'],
  ],
  axis: ['tail_base', 'nose'],
};

/** An animal at rest, so far from the top left. */
const animal = (instance: string, left: number, top: number): Subject['animals'][0] =>
  skeleton.keypoints.map(({ name, rest = [0, 0] }) => ({
    label: name,
    x: Math.round(left + rest[0] * 400),
    y: Math.round(top + rest[1] * 240),
    instance,
    visibility: name === 'tail_base' ? 'occluded' : 'visible',
  }));

/** A subject that needs no picture: its places are on the plain one of a scenario. */
export const plainSubject: Subject = {
  skeleton,
  animals: [animal('1', 60, 60), animal('2', 150, 130)],
  labels: ['boat', 'house'],
  boxes: Array.from({ length: 14 }, (_, index) => ({
    left: 20 + (index % 7) * 85,
    top: 40 + Math.floor(index / 7) * 200,
    width: 60,
    height: 120,
    label: index % 2 ? 'house' : 'boat',
  })),
  categories: ['day', 'night', 'unclear'],
  verdicts: ['right', 'a mark is loose', 'something is missing'],
  headers: {
    pose: 'Mark the mouse.',
    boxes: 'Draw a box around each boat and each house.',
    choice: 'When was it taken?',
    checkPoses: 'Is every point where it belongs?',
    checkBoxes: 'Are the boxes right?',
  },
};
