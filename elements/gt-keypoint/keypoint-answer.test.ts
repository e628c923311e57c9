import { describe, expect, it } from 'vitest';
import { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';
import { keypointAnswerOf } from './keypoint-answer-of.ts';
import { keypointColors } from './keypoint-colors.ts';
import { emptyKeypointDocument } from './keypoint-document.ts';
import { editKeypoints, type KeypointEdit } from './keypoint-edits.ts';
import { spokenName } from './keypoint-words.ts';
import { adaptKeypoints, readInitialKeypoints } from './read-initial-keypoints.ts';
import { readSkeleton } from './read-skeleton.ts';

const skeleton = readSkeleton({ labels: ['left_ear', 'right_ear', 'nose'] });
const image = { width: 640, height: 480 };
const answer = (...edits: KeypointEdit[]) =>
  keypointAnswerOf(edits.reduce(editKeypoints, emptyKeypointDocument(3)), image, skeleton);
const place = (pose: number, keypoint: number, occluded = false): KeypointEdit => ({
  type: 'place',
  spot: { pose, keypoint },
  x: 10 * keypoint,
  y: 7,
  occluded,
});

describe('the answer of gt-keypoint', () => {
  it("reads like crowd-keypoint's when nothing is hidden or absent, and echoes the skeleton", () => {
    expect(answer(place(0, 0), place(0, 2))).toEqual({
      inputImageProperties: { height: 480, width: 640 },
      keypoints: [
        { label: 'left_ear', x: 0, y: 7 },
        { label: 'nose', x: 20, y: 7 },
      ],
      skeleton: {
        name: 'keypoints',
        keypoints: [
          { name: 'left_ear', side: 'left' },
          { name: 'right_ear', side: 'right' },
          { name: 'nose', side: 'middle' },
        ],
        pairs: [['left_ear', 'right_ear']],
      },
    });
  });

  it('names instance and visibility as soon as there is more to say', () => {
    const full = answer(place(0, 0, true), { type: 'absent', spot: { pose: 0, keypoint: 1 } });
    expect(full.keypoints).toEqual([
      { label: 'left_ear', x: 0, y: 7, instance: '1', visibility: 'occluded' },
    ]);
    expect(full.absent).toEqual([{ label: 'right_ear', instance: '1' }]);
    expect(full.instances).toEqual([{ id: '1' }]);
  });

  it('leaves out a pose that nobody marked', () => {
    expect(answer(place(0, 0), { type: 'add-pose' }).instances).toBeUndefined();
    const two = answer(place(0, 0), { type: 'add-pose' }, place(1, 0));
    expect(two.keypoints.map(({ instance }) => instance)).toEqual(['1', '2']);
  });

  it('says when there is nothing to label', () => {
    expect(answer({ type: 'nothing', value: true })).toMatchObject({ nothingToLabel: true, keypoints: [] });
  });

  it('keeps the contract, and is short although definitions are long', () => {
    const cat = readSkeleton({ skeleton: catSideView });
    const document = editKeypoints(emptyKeypointDocument(14), place(0, 3, true));
    const text = JSON.stringify(keypointAnswerOf(document, image, cat));
    expect(KeypointAnswer.safeParse(JSON.parse(text)).success).toBe(true);
    expect(text).not.toContain('definition');
    expect(text.length).toBeLessThan(2000);
  });
});

describe('initial keypoints', () => {
  const { poses } = readInitialKeypoints([{ label: 'nose', x: 3, y: 4 }], skeleton);

  it('are marks, and unknown labels are left out', () => {
    expect(poses).toEqual([{ id: '1', marks: [null, null, { visibility: 'visible', x: 3, y: 4 }] }]);
    expect(readInitialKeypoints([{ label: 'wheel', x: 3, y: 4 }], skeleton).poses[0]?.marks).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('of a second animal without an instance go to a second pose', () => {
    const list = [1, 2, 3].map((x) => ({ label: 'nose', x, y: 0 }));
    expect(readInitialKeypoints(list, skeleton).poses.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('come back from an answer as they went', () => {
    const edits = [
      place(0, 0, true),
      place(0, 2),
      { type: 'absent', spot: { pose: 0, keypoint: 1 } } as const,
    ];
    const document = edits.reduce<ReturnType<typeof emptyKeypointDocument>>(
      editKeypoints,
      emptyKeypointDocument(3),
    );
    expect(readInitialKeypoints(keypointAnswerOf(document, image, skeleton), skeleton)).toEqual(document);
  });

  it('say what is wrong with them', () => {
    expect(() => readInitialKeypoints([{ label: 'nose', x: 'a', y: 1 }], skeleton)).toThrow('keypoints.0.x');
  });

  it('are kept by name when the skeleton changes', () => {
    const next = readSkeleton({ labels: ['nose', 'tail'] });
    const adapted = adaptKeypoints({ poses, nothing: false }, skeleton, next);
    expect(adapted.poses[0]?.marks).toEqual([{ visibility: 'visible', x: 3, y: 4 }, null]);
  });
});

describe('the attributes of gt-keypoint', () => {
  it('tell the author what is wrong', () => {
    expect(() => readSkeleton({})).toThrow('found neither');
    expect(() => readSkeleton({ skeleton: { name: 'x', keypoints: [] } })).toThrow('attribute skeleton');
    expect(() =>
      readSkeleton({ skeleton: { name: 'x', keypoints: [{ name: 'a' }], edges: [['a', 'b']] } }),
    ).toThrow('"b"');
    expect(() => readSkeleton({ labels: 'Cat' })).toThrow('list of names');
  });

  it('give left warm and right cool colours, the same step in a pair', () => {
    expect(keypointColors(skeleton)).toEqual(['#E69F00', '#56B4E9', '#F4F4F4']);
  });

  it('are spoken as people speak', () => {
    expect(['left_fore_paw', 'leftEar', 'Nose Tip', 'T1-vertebra'].map(spokenName)).toEqual([
      'left fore paw',
      'left ear',
      'nose tip',
      'T1 vertebra',
    ]);
  });
});
