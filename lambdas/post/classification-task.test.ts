import { describe, expect, it } from 'vitest';
import {
  ClassificationLabel,
  ClassificationLabelMetadata,
  MultiLabel,
  MultiLabelMetadata,
} from '#contracts/classification-label.ts';
import { classificationTask } from './classification-task.ts';
import { consolidatePayload } from './consolidate-payload.ts';

/** A label and its metadata for each object, from the answers of workers by name. */
async function merge(objects: Record<string, object>[], labels?: string[]) {
  const payload = objects.map((answers, index) => ({
    datasetObjectId: String(index),
    annotations: Object.entries(answers).map(([workerId, answer]) => ({
      workerId,
      annotationData: { content: JSON.stringify({ annotatedResult: JSON.stringify(answer) }) },
    })),
  }));
  const response = await consolidatePayload(payload, classificationTask, {
    labelAttributeName: 'kind',
    labelingJobArn: 'arn:aws:sagemaker:us-west-2:111122223333:labeling-job/kinds',
    settings: labels ? { labels } : {},
    readText: () => Promise.reject(new Error('not off-loaded')),
    now: Date.UTC(2021, 10, 1),
  });
  return response.map(({ consolidatedAnnotation: { content } }) => ({
    label: content['kind'],
    metadata: content['kind-metadata'] as Record<string, unknown>,
  }));
}

describe('choices', () => {
  it('become the index of the class, as the built-in image classification writes it', async () => {
    const boat = { label: 'boat' };
    const [first] = await merge([{ ann: boat, ben: boat, cem: { label: 'house' } }], ['house', 'boat']);
    expect(ClassificationLabel.parse(first?.label)).toBe(1);
    expect(ClassificationLabelMetadata.parse(first?.metadata)).toMatchObject({
      'class-name': 'boat',
      type: 'groundtruth/image-classification',
      'human-annotated': 'yes',
      'job-name': 'labeling-job/kinds',
    });
  });

  it('take the order of the classes from what the elements echo, when nobody else says it', async () => {
    const answer = { categories: ['ship', 'boat', 'a car'], label: 'boat' };
    const [first] = await merge([{ ann: answer, ben: answer }]);
    expect(first?.label).toBe(1);
  });

  it('of several classes become their indexes, each voted on by itself', async () => {
    const [first, none] = await merge(
      [
        { ann: { labels: ['cat', 'night'] }, ben: { labels: ['cat'] }, cem: { labels: ['cat', 'night'] } },
        { ann: { labels: ['nothing'] }, ben: { labels: [] }, cem: { labels: [] } },
      ],
      ['dog', 'cat', 'night'],
    );
    expect(MultiLabel.parse(first?.label)).toEqual([1, 2]);
    const metadata = MultiLabelMetadata.parse(first?.metadata);
    expect(metadata).toMatchObject({
      'class-map': { 1: 'cat', 2: 'night' },
      type: 'groundtruth/image-classification-multilabel',
    });
    expect(metadata['confidence-map']['1']).toBeGreaterThan(metadata['confidence-map']['2'] ?? 1);
    expect(none?.label).toEqual([]);
  });
});

describe('verdicts', () => {
  const categories = ['right', 'loose', 'missing'];
  const accepted = { categories, label: 'right', verdict: 'accepted' };
  const loose = { categories, label: 'loose', verdict: 'rejected', workerComment: 'the large boat' };
  const adjusted = (left: number) => ({
    categories,
    label: 'adjusted',
    verdict: 'adjusted',
    adjustment: {
      boundingBoxes: [{ left, top: 2, width: 80, height: 40, label: 'boat' }],
      inputImageProperties: { width: 400, height: 300 },
    },
  });

  it('become the class and the comments, as the built-in label verification writes them', async () => {
    const [good, bad] = await merge([
      { ann: accepted, ben: accepted, cem: accepted },
      { ann: loose, ben: loose, cem: accepted },
    ]);
    expect(good).toMatchObject({ label: 0, metadata: { 'class-name': 'right', 'worker-feedback': [] } });
    expect(bad).toMatchObject({
      label: 1,
      metadata: {
        'class-name': 'loose',
        type: 'groundtruth/label-verification',
        'worker-feedback': [{ comment: 'the large boat' }, { comment: 'the large boat' }],
      },
    });
    expect(ClassificationLabelMetadata.parse(bad?.metadata).confidence).toBeGreaterThan(0.5);
  });

  it('bring the corrected marks of those who corrected them, merged', async () => {
    const [first] = await merge([{ ann: adjusted(10), ben: adjusted(12), cem: adjusted(11) }]);
    expect(first?.label).toBe(3);
    const label = first?.metadata['adjusted-label'] as { annotations: { left: number }[] };
    expect(label.annotations[0]?.left).toBeGreaterThanOrEqual(10);
    expect(label.annotations[0]?.left).toBeLessThanOrEqual(12);
  });

  it('count although their corrected marks are nonsense', async () => {
    const broken = { ...adjusted(1), adjustment: { boundingBoxes: 'many' } };
    const [first] = await merge([{ ann: broken, ben: broken }]);
    expect(first).toMatchObject({ label: 3, metadata: { 'class-name': 'adjusted' } });
    expect(first?.metadata).not.toHaveProperty('adjusted-label');
  });
});
