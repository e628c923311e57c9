import type { Skeleton } from '#contracts/skeleton.ts';

/** A mouse seen from above: seven keypoints, left and right are the mouse's own. */
export const mouseTopView: Skeleton = {
  name: 'mouse-top-view',
  instance: 'mouse',
  keypoints: [
    { name: 'nose', definition: 'The tip of the nose.', side: 'middle', rest: [0.5, 0.02], sigma: 0.03 },
    {
      name: 'left_ear',
      definition: "The base of the mouse's left ear.",
      side: 'left',
      rest: [0.25, 0.24],
      sigma: 0.05,
    },
    {
      name: 'right_ear',
      definition: "The base of the mouse's right ear.",
      side: 'right',
      rest: [0.75, 0.24],
      sigma: 0.05,
    },
    {
      name: 'neck',
      definition: 'Where the head joins the body.',
      side: 'middle',
      rest: [0.5, 0.32],
      sigma: 0.06,
    },
    {
      name: 'left_hip',
      definition: "Where the mouse's left hind leg leaves the body.",
      side: 'left',
      rest: [0.1, 0.78],
      sigma: 0.08,
    },
    {
      name: 'right_hip',
      definition: "Where the mouse's right hind leg leaves the body.",
      side: 'right',
      rest: [0.9, 0.78],
      sigma: 0.08,
    },
    {
      name: 'tail_base',
      definition: 'Where the tail leaves the body.',
      side: 'middle',
      rest: [0.5, 0.98],
      sigma: 0.05,
    },
  ],
  edges: [
    ['nose', 'left_ear'],
    ['nose', 'right_ear'],
    ['left_ear', 'neck'],
    ['right_ear', 'neck'],
    ['neck', 'left_hip'],
    ['neck', 'right_hip'],
    ['left_hip', 'tail_base'],
    ['right_hip', 'tail_base'],
  ],
  pairs: [
    ['left_ear', 'right_ear'],
    ['left_hip', 'right_hip'],
  ],
  axis: ['tail_base', 'nose'],
};
