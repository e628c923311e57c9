import { describe, expect, it } from 'vitest';
import {
  ClassificationLabel,
  ClassificationLabelMetadata,
  MultiLabel,
  MultiLabelMetadata,
} from '#contracts/classification-label.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { classificationTask } from './classification-task.ts';
import { consolidatePayload } from './consolidate-payload.ts';

/** A label and its metadata for each object, from the answers of workers by name. */
async function merge(
  objects: Record<string, object>[],
  labels?: string[],
  further: Partial<Parameters<typeof consolidatePayload>[2]> = {},
) {
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
    ...further,
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

describe('known answers', () => {
  const known = (answers: Record<string, object>) => ({
    truthOf: ({ id }: { id: string }) => answers[id],
  });

  it('are the label, whoever says otherwise', async () => {
    const cat = { label: 'cat' };
    const [one, other] = await merge(
      [
        { ann: cat, ben: cat },
        { ann: cat, ben: cat },
      ],
      ['cat', 'dog'],
      known({ 0: { label: 'dog' } }),
    );
    expect(one).toMatchObject({ label: 1, metadata: { 'class-name': 'dog', confidence: 1 } });
    expect(other?.label).toBe(0);
  });

  it('are the labels where several apply, and the verdict on marks', async () => {
    const [several] = await merge(
      [{ ann: { labels: ['cat'] }, ben: { labels: ['cat'] } }],
      ['cat', 'night'],
      known({ 0: { labels: ['night'] } }),
    );
    expect(several).toMatchObject({ label: [1], metadata: { 'confidence-map': { 1: 1 } } });
    const accepted = { label: 'right', verdict: 'accepted' };
    const [verdict] = await merge(
      [{ ann: accepted, ben: accepted }],
      ['right', 'loose'],
      known({ 0: { label: 'loose', verdict: 'rejected' } }),
    );
    expect(verdict).toMatchObject({ label: 1, metadata: { 'class-name': 'loose', confidence: 1 } });
  });

  it('that cannot be read are as if they were not there', async () => {
    const said: string[] = [];
    const [one] = await merge([{ ann: { label: 'cat' } }], ['cat', 'dog'], {
      ...known({ 0: { label: 7 } }),
      log: (line) => said.push(line),
    });
    expect(one?.label).toBe(0);
    expect(said.join()).toMatch(/known answer of object 0 is passed over/);
  });
});

describe('what a batch shows of its workers', () => {
  const careless = Array.from({ length: 40 }, (_, i) => {
    const right = { labels: [['cat', 'dog', 'night'][i % 3]] };
    const all = { labels: ['cat', 'dog', 'night'] };
    return { ann: right, ben: right, cem: right, dan: all, eve: all };
  });

  it('is carried to the next where several labels apply', async () => {
    const labels = ['cat', 'dog', 'night'];
    let shown: WorkerReliability | undefined;
    const onReliability = (state: WorkerReliability) => {
      shown = state;
    };
    await merge(careless, labels, { onReliability });
    const next = [{ ann: { labels: ['cat'] }, dan: { labels }, eve: { labels } }];
    const [alone] = await merge(next, labels);
    const [carried] = await merge(next, labels, { carried: shown ? [shown] : [] });
    expect(alone?.label).toEqual([0, 1, 2]);
    expect(carried?.label).toEqual([0]);
  });

  it('is carried to the next where marks are checked', async () => {
    const good = { label: 'right', verdict: 'accepted' };
    const bad = { label: 'loose', verdict: 'rejected' };
    let shown: WorkerReliability | undefined;
    await merge(
      // Dan accepts everything.
      Array.from({ length: 40 }, (_, i) => {
        const own = i % 2 ? good : bad;
        return { ann: own, ben: own, cem: own, dan: good };
      }),
      ['right', 'loose'],
      {
        onReliability(state) {
          shown = state;
        },
      },
    );
    const [next] = await merge([{ ann: bad, dan: good }], ['right', 'loose'], {
      carried: shown ? [shown] : [],
    });
    expect(next).toMatchObject({ label: 1, metadata: { 'class-name': 'loose' } });
  });
});
