import { describe, expect, it } from 'vitest';
import { classificationTaskInput } from './classification-task-input.ts';

const line = { 'source-ref': 's3://invented-images/1.png' };
const box = { left: 1, top: 2, width: 8, height: 10 };
const boats = {
  boats: { image_size: [{ width: 40, height: 30, depth: 3 }], annotations: [{ class_id: 0, ...box }] },
  'boats-metadata': { 'class-map': { 0: 'boat' } },
};
const skeleton = { name: 'mouse', keypoints: [{ name: 'nose' }] };

describe('the task input of a classification', () => {
  it('has the categories of the line, or of the settings, which win', () => {
    const kinds = { ...line, labels: ['cat', 'dog'], multiple: true, exclusionCategory: 'neither' };
    expect(classificationTaskInput(kinds, {})).toEqual({
      taskObject: 's3://invented-images/1.png',
      labels: ['cat', 'dog'],
      multiple: true,
      exclusionCategory: 'neither',
    });
    expect(classificationTaskInput(kinds, { labels: ['cow'] }).labels).toEqual(['cow']);
  });

  it('shows the boxes of an earlier job under their own names', () => {
    const { overlay } = classificationTaskInput(
      { ...line, ...boats, labels: ['right', 'wrong'] },
      { initialValueAttribute: 'boats' },
    );
    expect(overlay).toEqual({ boundingBox: { labels: ['boat'], value: [{ ...box, label: 'boat' }] } });
  });

  it('shows predicted keypoints with the skeleton of the line', () => {
    const pose = { initialValue: [{ label: 'nose', x: 3, y: 4 }], skeleton, labels: ['right', 'wrong'] };
    expect(classificationTaskInput({ ...line, ...pose }, {}).overlay).toEqual({
      keypoint: { skeleton, value: [{ label: 'nose', x: 3, y: 4 }] },
    });
  });

  it('says which setting is missing', () => {
    expect(() => classificationTaskInput(line, {})).toThrow(/no labels.*GTKIT_SETTINGS/);
    const pose = { ...line, labels: ['right', 'wrong'], initialValue: [{ label: 'nose', x: 3, y: 4 }] };
    expect(() => classificationTaskInput(pose, {})).toThrow(/initialValue has keypoints.*no skeleton/);
  });
});
