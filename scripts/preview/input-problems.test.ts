import { describe, expect, it } from 'vitest';
import { inputProblems } from './input-problems.ts';

const skeleton = { name: 'cat', keypoints: [{ name: 'nose' }, { name: 'tail' }], edges: [['nose', 'tail']] };

describe('what is wrong with a task input', () => {
  it('is nothing when it is right', () => {
    expect(inputProblems('keypoint', { taskObject: 'x', skeleton })).toEqual([]);
  });

  it('names every place, not only the first', () => {
    const keypoints = [
      { name: 'nose', side: 'up' },
      { name: '', rest: [0.5] },
    ];
    const problems = inputProblems('keypoint', { header: 1, skeleton: { name: 'cat', keypoints } });
    expect(problems.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'taskObject: expected string, found nothing.',
      'header: expected string, found 1.',
      'skeleton.keypoints.0.side: expected one of left, right, middle, found up.',
      'skeleton.keypoints.1.name: needs at least 1 character, found nothing.',
      expect.stringMatching(/^skeleton\.keypoints\.1\.rest/),
    ]);
  });

  it('finds names that are no keypoints, and contradictions', () => {
    const wrong = {
      ...skeleton,
      edges: [
        ['nose', 'tail'],
        ['nose', 'ear'],
      ],
      axis: ['tail', 'head'],
    };
    expect(inputProblems('keypoint', { taskObject: 'x', skeleton: wrong })).toEqual([
      { path: ['skeleton', 'edges', '1', '1'], message: 'there is no keypoint "ear".' },
      { path: ['skeleton', 'axis', '1'], message: 'there is no keypoint "head".' },
    ]);
    const twice = { ...skeleton, keypoints: [{ name: 'nose' }, { name: 'nose' }, { name: 'tail' }] };
    expect(inputProblems('keypoint', { taskObject: 'x', skeleton: twice })[0]?.message).toMatch(
      /listed twice/,
    );
  });
});
