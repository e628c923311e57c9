import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consolidatePayload } from './consolidate.ts';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'fixtures', 'payload', name), 'utf8'));

const content = async (options: Parameters<typeof consolidatePayload>[0]) =>
  (await consolidatePayload(options)).map((entry) => entry.consolidatedAnnotation.content);

describe('merging a payload file', () => {
  it('gives the boxes of a native answer', async () => {
    const [merged] = await content({ task: 'bounding-box', payload: fixture('native.json') });
    expect(merged?.['label']).toMatchObject({
      annotations: [
        { class_id: 1, left: 418, top: 281 },
        { class_id: 0, left: 116, top: 283 },
      ],
    });
  });

  it('gives the pose of answers that came through a hidden input', async () => {
    const [merged] = await content({ task: 'keypoint', payload: fixture('hidden-input.json') });
    expect(merged?.['label']).toMatchObject({
      annotations: [
        { instance: '1', keypoints: [{ label: 'nose', x: 909, y: 443, visibility: 2 }, {}, {}, {}] },
      ],
    });
    expect(merged?.['label-metadata']).toMatchObject({ skeleton: { name: 'mouse-top-view' } });
  });

  it('gives classes as the built-in image classification writes them', async () => {
    const choice = (workerId: string, label: string) => ({
      workerId,
      annotationData: { content: JSON.stringify({ 'crowd-image-classifier': { label } }) },
    });
    const payload = [
      { datasetObjectId: '0', annotations: [choice('a', 'dog'), choice('b', 'cat'), choice('c', 'dog')] },
    ];
    const [merged] = await content({
      task: 'classification',
      payload,
      now: 0,
      settings: { labels: ['cat', 'dog'] },
    });
    expect(merged).toEqual({
      label: 1,
      'label-metadata': {
        'class-name': 'dog',
        confidence: 0.725,
        method: 'hybrid',
        agreement: [
          { 'worker-id': 'a', agrees: true },
          { 'worker-id': 'b', agrees: false },
          { 'worker-id': 'c', agrees: true },
        ],
        type: 'groundtruth/image-classification',
        'human-annotated': 'yes',
        'creation-date': '1970-01-01T00:00:00.000000',
        'job-name': 'labeling-job/consolidate',
      },
    });
  });

  it('says of answers that are elsewhere that they were not fetched', async () => {
    const [merged] = await content({ task: 'keypoint', payload: fixture('off-loaded.json') });
    expect(merged?.['label']).toBeUndefined();
    expect(merged?.['label-metadata']).toMatchObject({
      'failure-reason': expect.stringMatching(/The answer is at s3:.*it is not fetched/),
    });
  });

  it('refuses tasks, methods, settings and payloads that there are not', async () => {
    const payload = fixture('native.json');
    await expect(content({ task: 'polygon' as 'keypoint', payload })).rejects.toThrow(
      /There is no task polygon/,
    );
    await expect(content({ task: 'bounding-box', method: 'best', payload })).rejects.toThrow(
      /no bounding-box consolidation method best; there are vote-median/,
    );
    await expect(content({ task: 'bounding-box', settings: { label: [] }, payload })).rejects.toThrow(
      /settings cannot be used: has the unknown key label/,
    );
    await expect(content({ task: 'keypoint', payload: {} })).rejects.toThrow(/expected an array of objects/);
  });
});
