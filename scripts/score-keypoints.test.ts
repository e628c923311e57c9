import { describe, expect, it } from 'vitest';
import { scoreKeypoints } from './score-keypoints.ts';

const size = { width: 100, height: 100 };
const answer = (
  keypoints: { label: string; x: number; y: number; instance?: string; visibility?: 'occluded' }[],
) => ({
  inputImageProperties: size,
  keypoints,
});
const truth = {
  size: 1,
  find: (reference: string) =>
    reference.endsWith('a.png')
      ? answer([
          { label: 'nose', x: 10, y: 10, instance: 'left' },
          { label: 'tail', x: 20, y: 10, instance: 'left', visibility: 'occluded' },
          { label: 'nose', x: 80, y: 80, instance: 'right' },
          { label: 'tail', x: 90, y: 80, instance: 'right' },
        ])
      : undefined,
};

describe('scoring keypoints', () => {
  it('pairs animals by place and not by name, and counts what is missing', () => {
    const label = answer([
      { label: 'nose', x: 80, y: 84, instance: '1' },
      { label: 'tail', x: 90, y: 80, instance: '1' },
      { label: 'nose', x: 13, y: 14, instance: '2' },
    ]);
    const scores = scoreKeypoints([{ sourceRef: 's3://b/a.png', label }], truth);
    expect(scores.keypoints['nose']).toEqual({ median: 4.5, worst: 5, n: 2, missed: 0 });
    expect(scores.keypoints['tail']).toEqual({ median: 0, worst: 0, n: 1, missed: 1 });
    expect(scores.overall).toEqual({ median: 4, worst: 5, n: 3, missed: 1 });
    expect(scores.visible.missed).toBe(0);
    expect(scores).toMatchObject({ objects: 1, extraInstances: 0 });
  });

  it('reads consolidated labels, where an absent keypoint has no place', () => {
    const keypoint = { confidence: 1, sd: null };
    const label = {
      image_size: [{ ...size, depth: 3 }],
      annotations: [
        {
          class_id: 0,
          instance: '1',
          keypoints: [
            { label: 'nose', x: 10, y: 12, visibility: 2 as const, ...keypoint },
            { label: 'tail', x: null, y: null, visibility: 0 as const, ...keypoint },
          ],
          left: 10,
          top: 12,
          width: 0,
          height: 0,
        },
      ],
    };
    const scores = scoreKeypoints([{ sourceRef: 'a.png', label }], truth);
    expect(scores.keypoints['nose']).toMatchObject({ median: 2, n: 1, missed: 1 });
    expect(scores.keypoints['tail']).toEqual({ median: null, worst: null, n: 0, missed: 2 });
  });

  it('leaves out what has no truth and counts animals that are not there', () => {
    const label = answer(['1', '2', '3'].map((instance) => ({ label: 'nose', x: 1, y: 1, instance })));
    expect(scoreKeypoints([{ sourceRef: 'b.png', label }], truth).objects).toBe(0);
    expect(scoreKeypoints([{ sourceRef: 'a.png', label }], truth).extraInstances).toBe(1);
  });
});
