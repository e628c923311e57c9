import { describe, expect, it } from 'vitest';
import { BoundingBoxLabel, BoundingBoxLabelMetadata } from '#contracts/bounding-box-label.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { KeypointLabel, KeypointLabelMetadata } from '#contracts/keypoint-label.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { boundingBoxTask } from './bounding-box-task.ts';
import { consolidatePayload, type PayloadContext } from './consolidate-payload.ts';
import { fitResponse } from './fit-response.ts';
import { keypointTask } from './keypoint-task.ts';

const context: PayloadContext = {
  labelAttributeName: 'Pose',
  labelingJobArn: 'arn:aws:sagemaker:us-west-2:111122223333:labeling-job/mice',
  settings: {},
  readText: () => Promise.reject(new Error('not off-loaded')),
  now: Date.UTC(2021, 10, 1, 17, 42, 26, 177),
};

const skeleton: Skeleton = {
  name: 'mouse',
  instance: 'mouse',
  keypoints: [{ name: 'nose', definition: 'The tip.' }, { name: 'tail' }],
};

const pose = (x: number, extra: object = {}) => ({
  inputImageProperties: { width: 100, height: 80 },
  keypoints: [
    { label: 'nose', x, y: 10 },
    { label: 'tail', x: x + 20, y: 30 },
  ],
  ...extra,
});

const annotation = (workerId: string, content: unknown) => ({
  workerId,
  annotationData: { content: typeof content === 'string' ? content : JSON.stringify(content) },
});

const object = (id: string, ...annotations: unknown[]) => ({
  datasetObjectId: id,
  dataObject: { s3Uri: `s3://invented-images/${id}.png` },
  annotations,
});

async function run(payload: unknown, changes: Partial<PayloadContext> = {}) {
  const response = await consolidatePayload(payload, keypointTask, { ...context, ...changes });
  return response.map(({ datasetObjectId, consolidatedAnnotation: { content } }) => ({
    id: datasetObjectId,
    content,
    label: content['Pose'] as (KeypointLabel & { annotationsFromAllWorkers?: unknown[] }) | undefined,
    metadata: content['Pose-metadata'] as KeypointLabelMetadata & Record<string, unknown>,
  }));
}

const nose = (entry: { label: KeypointLabel | undefined } | undefined) =>
  entry?.label?.annotations[0]?.keypoints.find(({ label }) => label === 'nose')?.x;

describe('the answers of a payload', () => {
  it('are read as objects, as text, and as text inside an object', async () => {
    const inside = { annotatedResult: JSON.stringify(pose(12)), brightness: '100' };
    const [entry] = await run([
      object(
        '0',
        annotation('a', { annotatedResult: pose(10) }),
        annotation('b', inside),
        { workerId: 'c', annotationData: { content: { anyName: pose(14) } } },
        annotation('d', JSON.stringify(JSON.stringify({ annotatedResult: pose(12) }))),
        annotation('e', pose(12)),
      ),
    ]);
    expect(nose(entry)).toBe(12);
    expect(entry?.metadata['set-aside']).toBeUndefined();
  });

  it('are fetched when they were off-loaded, in either spelling of the address', async () => {
    const texts: Record<string, string> = {
      's3://o/1': JSON.stringify({ r: pose(10) }),
      's3://o/2': JSON.stringify({ r: pose(12) }),
    };
    const [entry] = await run(
      [
        object(
          '0',
          { workerId: 'a', annotationData: { s3Uri: 's3://o/1' } },
          { workerId: 'b', annotationData: { s3uri: 's3://o/2' } },
        ),
      ],
      { readText: (uri) => Promise.resolve(texts[uri] ?? '') },
    );
    expect(nose(entry)).toBe(11);
  });

  it('are set aside with their reason when they are broken, and cost nothing else', async () => {
    const broken = pose(10);
    Object.assign(broken.keypoints[0] ?? {}, { x: 1e308 });
    const [entry] = await run([
      object(
        '0',
        annotation('good', { r: pose(10) }),
        annotation('cut', '{"r": {"keyp'),
        annotation('huge', { r: broken }),
        annotation('empty', {}),
        annotation('other', { r: { polygons: [] } }),
        { workerId: 'bare' },
        { annotationData: { content: '{}' } },
        null,
        annotation('list', '[1, 2]'),
        { workerId: 'nowhere', annotationData: { s3Uri: 's3://o/none' } },
      ),
    ]);
    expect(nose(entry)).toBe(10);
    const reasons = Object.fromEntries(
      (entry?.metadata['set-aside'] ?? []).map(({ 'worker-id': id, reason }) => [id, reason]),
    );
    expect(reasons).toEqual({
      cut: expect.stringMatching(/^The answer is not JSON/),
      huge: expect.stringMatching(/keypoints\.0\.x is larger than 1000000/),
      empty: 'The answer is empty.',
      other: 'None of the values is an answer of this task; there are r.',
      bare: expect.stringMatching(/annotationData expected object/),
      unknown: expect.stringMatching(/annotation cannot be used/),
      list: 'The answer is no object, found [1,2].',
      nowhere: 'not off-loaded',
    });
  });

  it('count once for each worker, the last one', async () => {
    const [entry] = await run([
      object(
        '0',
        annotation('a', { r: pose(50) }),
        annotation('b', { r: pose(10) }),
        annotation('a', { r: pose(12) }),
      ),
    ]);
    expect(nose(entry)).toBe(11);
    expect(entry?.metadata['set-aside']).toEqual([
      { 'worker-id': 'a', reason: 'Answered again later; the last answer counts.' },
    ]);
  });

  it('are taken under the name that the settings give', async () => {
    const content = { first: pose(10), second: JSON.stringify(pose(40)) };
    const [entry] = await run([object('0', annotation('a', content))], {
      settings: { answerName: 'second' },
    });
    expect(nose(entry)).toBe(40);
    const [missing] = await run([object('0', annotation('a', content))], {
      settings: { answerName: 'third' },
    });
    expect(missing?.metadata['failure-reason']).toContain('no answer named third; there are first, second');
  });
});

describe('an object', () => {
  it('without a usable answer is reported as Ground Truth reports failures, and the others keep their labels', async () => {
    const lines: string[] = [];
    const response = await run(
      [
        object('0'),
        object('1', annotation('a', 'no JSON')),
        object('2', annotation('a', { r: pose(10) })),
        { datasetObjectId: '3' },
        { dataObject: {}, annotations: [] },
        null,
      ],
      { log: (line) => lines.push(line) },
    );
    expect(response.map(({ id, label }) => [id, label !== undefined])).toEqual([
      ['0', false],
      ['1', false],
      ['2', true],
      ['3', false],
    ]);
    expect(response[0]?.content).toEqual({
      'Pose-metadata': {
        'retry-count': 0,
        'failure-reason': 'ClientError: No worker answered.',
        'human-annotated': 'true',
        'creation-date': '2021-11-01T17:42:26.177000',
        'job-name': 'labeling-job/mice',
      },
    });
    expect(response[1]?.metadata['failure-reason']).toMatch(
      /None of the 1 answers can be used: The answer is not/,
    );
    expect(lines).toHaveLength(5);
  });

  it('of a batch of a thousand gets its own label', async () => {
    const payload = Array.from({ length: 1000 }, (_, index) =>
      object(
        String(index),
        annotation('a', { r: pose(index % 70) }),
        annotation('b', { r: pose(index % 70) }),
      ),
    );
    const response = await run(payload);
    expect(response).toHaveLength(1000);
    expect(response.every((entry, index) => nose(entry) === index % 70)).toBe(true);
  });

  it('keeps all answers beside the label, unless the settings drop them', async () => {
    const payload = [object('0', annotation('a', { r: pose(10) }))];
    const [kept] = await run(payload);
    expect(kept?.label?.annotationsFromAllWorkers).toEqual(payload[0]?.annotations);
    const [dropped] = await run(payload, { settings: { keepAnswers: false } });
    expect(dropped?.label).not.toHaveProperty('annotationsFromAllWorkers');
  });

  it('leaves the answers out where the response would be longer than Lambda returns', async () => {
    const payload = [object('0', annotation('a', { r: pose(10) }))];
    const response = await consolidatePayload(payload, keypointTask, context);
    const [short] = fitResponse(response, 'Pose', 500);
    expect(short?.consolidatedAnnotation.content['Pose']).not.toHaveProperty('annotationsFromAllWorkers');
    expect(short?.consolidatedAnnotation.content['Pose-metadata']).toHaveProperty('answers-left-out');
  });
});

describe('the label', () => {
  it('of a pose has the contract shape and says what made it', async () => {
    const [entry] = await run([object('0', annotation('a', { r: pose(10) }))], { settings: { skeleton } });
    expect(KeypointLabel.safeParse(entry?.label).success).toBe(true);
    expect(KeypointLabelMetadata.safeParse(entry?.metadata).success).toBe(true);
    expect(entry?.metadata).toMatchObject({
      'class-map': { '0': 'mouse' },
      'keypoint-names': ['nose', 'tail'],
      method: 'em-swap',
      type: 'groundtruth/custom',
      'human-annotated': 'yes',
      'creation-date': '2021-11-01T17:42:26.177000',
      'job-name': 'labeling-job/mice',
    });
    expect(entry?.metadata.skeleton).toEqual({
      ...skeleton,
      keypoints: [{ name: 'nose' }, { name: 'tail' }],
    });
  });

  it('of boxes is what the built-in object detection writes', async () => {
    const boxes = (left: number) => ({
      boundingBoxes: [{ left, top: 2, width: 8, height: 10, label: 'boat' }],
      inputImageProperties: { width: 100, height: 80 },
    });
    const [entry] = await consolidatePayload(
      [object('0', annotation('a', { r: boxes(10) }), annotation('b', { r: boxes(12) }))],
      boundingBoxTask,
      { ...context, labelCategories: ['person', 'boat'], settings: { keepAnswers: false } },
    );
    const content = entry?.consolidatedAnnotation.content ?? {};
    expect(content['Pose']).toEqual({
      image_size: [{ width: 100, height: 80, depth: 3 }],
      annotations: [{ class_id: 1, left: 11, top: 2, width: 8, height: 10 }],
    });
    expect(BoundingBoxLabel.safeParse(content['Pose']).success).toBe(true);
    expect(BoundingBoxLabelMetadata.safeParse(content['Pose-metadata']).success).toBe(true);
    expect(content['Pose-metadata']).toMatchObject({
      'class-map': { '1': 'boat' },
      type: 'groundtruth/object-detection',
    });
  });
});

describe('what the elements echo', () => {
  const turned: Skeleton = { ...skeleton, keypoints: skeleton.keypoints.toReversed() };
  const names = async (...echoes: [string, Skeleton | undefined][]) => {
    const [entry] = await run([
      object(
        '0',
        ...echoes.map(([id, echo]) => annotation(id, { r: pose(10, echo ? { skeleton: echo } : {}) })),
      ),
    ]);
    return { names: entry?.metadata['keypoint-names'], skeleton: entry?.metadata.skeleton };
  };

  it('is believed when most workers echo the same', async () => {
    const found = await names(['a', turned], ['b', turned], ['c', skeleton]);
    expect(found.names).toEqual(['tail', 'nose']);
    expect(found.skeleton?.name).toBe('mouse');
  });

  it('is not believed of one worker alone, nor at a tie', async () => {
    expect((await names(['a', turned])).skeleton).toBeUndefined();
    expect((await names(['a', turned], ['a', turned])).skeleton).toBeUndefined();
    expect((await names(['a', turned], ['b', skeleton])).skeleton).toBeUndefined();
  });

  it('gives way to the settings', async () => {
    const [entry] = await run(
      [
        object(
          '0',
          annotation('a', { r: pose(10, { skeleton: turned }) }),
          annotation('b', { r: pose(10, { skeleton: turned }) }),
        ),
      ],
      { settings: { skeleton } },
    );
    expect(entry?.metadata['keypoint-names']).toEqual(['nose', 'tail']);
  });

  it('is not believed when it contradicts itself', async () => {
    const wrong: Skeleton = { ...skeleton, pairs: [['nose', 'ear']] };
    expect((await names(['a', wrong], ['b', wrong])).skeleton).toBeUndefined();
  });
});

describe('a whole batch', () => {
  it('fails at once when the settings name no method, because every object would', async () => {
    const ask = run([object('0', annotation('a', { r: pose(10) }))], { settings: { method: 'best' } });
    await expect(ask).rejects.toThrow(GroundTruthError);
    await expect(ask).rejects.toThrow(/no keypoint consolidation method best/);
  });

  it('fails when the payload is no list', async () => {
    await expect(run({ datasetObjectId: '0' })).rejects.toThrow(/expected an array of objects, found/);
  });
});
