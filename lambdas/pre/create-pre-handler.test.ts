import { afterEach, describe, expect, it } from 'vitest';
import { SETTINGS_VARIABLE } from '#contracts/lambda-settings.ts';
import { handler as boxHandler } from './bounding-box-pre.ts';
import { handler as keypointHandler } from './keypoint-pre.ts';

const skeleton = { name: 'mouse', keypoints: [{ name: 'nose' }, { name: 'tail' }] };
const event = (dataObject: object) => ({
  version: '2018-10-16',
  labelingJobArn: 'arn:aws:sagemaker:us-west-2:111122223333:labeling-job/mice',
  dataObject,
});
const image = { 'source-ref': 's3://invented-images/1.png' };

afterEach(() => {
  delete process.env[SETTINGS_VARIABLE];
});

const set = (settings: unknown) => {
  process.env[SETTINGS_VARIABLE] = typeof settings === 'string' ? settings : JSON.stringify(settings);
};

describe('the keypoint pre-annotation Lambda', () => {
  it('takes the skeleton from the manifest line', async () => {
    const line = { ...image, skeleton, header: 'Click the mouse' };
    expect(await keypointHandler(event(line))).toEqual({
      taskInput: {
        taskObject: 's3://invented-images/1.png',
        header: 'Click the mouse',
        skeleton,
        manifestLine: line,
      },
      isHumanAnnotationRequired: true,
    });
  });

  it('prefers the function settings, and reads a skeleton that the line has as text', async () => {
    const fromText = await keypointHandler(event({ ...image, skeleton: JSON.stringify(skeleton) }));
    expect(fromText.taskInput).toMatchObject({ skeleton });
    set({ skeleton: { ...skeleton, name: 'rat' }, header: 'From the settings' });
    const { taskInput } = await keypointHandler(event({ ...image, skeleton, header: 'From the line' }));
    expect(taskInput).toMatchObject({ skeleton: { name: 'rat' }, header: 'From the settings' });
  });

  it('starts from the label of an earlier job', async () => {
    set({ skeleton, initialValueAttribute: 'pose' });
    const pose = {
      image_size: [{ width: 100, height: 80, depth: 3 }],
      annotations: [
        {
          class_id: 0,
          instance: '1',
          keypoints: [
            { label: 'nose', x: 1.5, y: 2, visibility: 1, confidence: 1, sd: null },
            { label: 'tail', x: null, y: null, visibility: 0, confidence: 1, sd: null },
          ],
          left: 1,
          top: 2,
          width: 0,
          height: 0,
        },
      ],
    };
    const { taskInput } = await keypointHandler(event({ ...image, pose }));
    expect(taskInput['initialValue']).toEqual([
      { label: 'nose', x: 1.5, y: 2, instance: '1', visibility: 'occluded' },
    ]);
  });

  it('says how an animal is begun, as the settings or the line have it', async () => {
    const placed = async (line: object) =>
      (await keypointHandler(event({ ...image, skeleton, ...line }))).taskInput['placement'];
    expect(await placed({})).toBeUndefined();
    expect(await placed({ placement: 'box' })).toBe('box');
    await expect(placed({ placement: 'bix' })).rejects.toThrow(
      /placement in the manifest line cannot be used: .*expected one of box, click, found bix/,
    );
    set({ placement: 'click' });
    expect(await placed({ placement: 'box' })).toBe('click');
  });

  it('says what a manifest line lacks', async () => {
    await expect(keypointHandler(event(image))).rejects.toThrow(/There is no skeleton: neither in/);
    await expect(keypointHandler(event({ skeleton }))).rejects.toThrow(/has no "source-ref"/);
    await expect(keypointHandler(event({ ...image, skeleton: { name: 'x' } }))).rejects.toThrow(
      /skeleton in the manifest line cannot be used: keypoints expected array/,
    );
    const twice = { name: 'x', keypoints: [{ name: 'nose' }, { name: 'nose' }] };
    await expect(keypointHandler(event({ ...image, skeleton: twice }))).rejects.toThrow(
      /"nose" is listed twice/,
    );
  });

  it('says what is wrong with the settings', async () => {
    set('{"skeleton"');
    await expect(keypointHandler(event(image))).rejects.toThrow(/variable GTKIT_SETTINGS is not JSON/);
    set({ skelton: skeleton });
    await expect(keypointHandler(event(image))).rejects.toThrow(/GTKIT_SETTINGS .*unknown key skelton/);
  });

  it('leaves the manifest line out where the task input would be too long, and says when nothing helps', async () => {
    const long = await keypointHandler(event({ ...image, skeleton, note: 'x'.repeat(130_000) }));
    expect(long.taskInput).not.toHaveProperty('manifestLine');
    const header = 'x'.repeat(130_000);
    await expect(keypointHandler(event({ ...image, skeleton, header }))).rejects.toThrow(/takes 128000/);
  });
});

describe('the bounding-box pre-annotation Lambda', () => {
  it('takes labels as names or as a label category file has them', async () => {
    for (const labels of [
      ['boat', 'person'],
      [{ label: 'boat' }, { label: 'person' }],
      '["boat","person"]',
    ]) {
      const { taskInput } = await boxHandler(event({ ...image, labels }));
      expect(taskInput['labels']).toEqual(['boat', 'person']);
    }
  });

  it('says that boxes begin as four clicks, as the settings or the line have it', async () => {
    const extreme = async (line: object) =>
      (await boxHandler(event({ ...image, labels: ['boat'], ...line }))).taskInput['extreme'];
    expect(await extreme({})).toBeUndefined();
    expect(await extreme({ extreme: true })).toBe(true);
    expect(await extreme({ extreme: 'true' })).toBe(true);
    set({ extreme: false });
    expect(await extreme({ extreme: true })).toBeUndefined();
  });

  it('starts from the boxes of an earlier job', async () => {
    const line = {
      ...image,
      labels: ['boat'],
      boats: {
        image_size: [{ width: 100, height: 80, depth: 3 }],
        annotations: [{ class_id: 3, left: 1, top: 2, width: 3, height: 4 }],
      },
      'boats-metadata': { 'class-map': { '3': 'boat' } },
    };
    set({ initialValueAttribute: 'boats' });
    const { taskInput } = await boxHandler(event(line));
    expect(taskInput['initialValue']).toEqual([{ label: 'boat', left: 1, top: 2, width: 3, height: 4 }]);
    await expect(boxHandler(event({ ...line, 'boats-metadata': {} }))).rejects.toThrow(
      /uses class_id 3, which the class-map of its metadata does not name/,
    );
  });

  it('says what a manifest line lacks', async () => {
    await expect(boxHandler(event(image))).rejects.toThrow(/There are no labels: neither in/);
    await expect(boxHandler(event({ ...image, labels: [] }))).rejects.toThrow(/labels in the manifest line/);
  });
});
