import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ClassificationLabelMetadata,
  MultiLabel,
  MultiLabelMetadata,
} from '#contracts/classification-label.ts';
import { startTestServer, type TestServer } from './testing/start-test-server.ts';
import { TestRequester } from './testing/test-requester.ts';
import { TestWorker } from './testing/test-worker.ts';

// The built template and the built functions, and workers who answer as the element does, without a browser.

let server: TestServer;
let requester: TestRequester;
let workers: TestWorker[];

const image = { 'source-ref': 's3://test-bucket/images/1.jpg' };
const functionArn = (side: string) =>
  `arn:aws:lambda:us-east-1:000000000000:function:classification-${side}-LabelingFunction`;

beforeAll(async () => {
  server = await startTestServer(undefined, { lambdaDir: 'dist/lambdas' });
  requester = new TestRequester(server.url);
  await requester.prepare();
  await requester.put('images/1.jpg', 'an image');
  workers = await Promise.all(['Ann', 'Ben', 'Cem'].map((name) => TestWorker.signIn(server.url, name)));
});

afterAll(async () => {
  requester?.close();
  await server?.close();
});

/** Runs a job of one picture, and gives its page and the line of its output. */
async function run(name: string, template: string, line: object, answers: object[]) {
  await requester.createJob({
    name,
    lines: [{ ...image, ...line }],
    template: await readFile(`dist/templates/${template}.liquid.html`, 'utf8'),
    task: {
      NumberOfHumanWorkersPerDataObject: answers.length,
      PreHumanTaskLambdaArn: functionArn('pre'),
      AnnotationConsolidationConfig: { AnnotationConsolidationLambdaArn: functionArn('post') },
    },
  });
  let page = '';
  for (const [index, answer] of answers.entries()) {
    const worker = workers[index];
    if (!worker) throw new Error('There are too few workers.');
    const task = await worker.mustTake(name);
    page = await worker.page(task);
    await worker.submit(task, { annotatedResult: JSON.stringify(answer) });
  }
  expect((await requester.ended(name)).LabelingJobStatus).toBe('Completed');
  const [output = {}] = await requester.output(name);
  return { page, label: output['my-label'], metadata: output['my-label-metadata'] };
}

describe('a classification job', () => {
  it('labels a picture with the classes that most workers see in it', async () => {
    const labels = ['cat', 'dog', 'night'];
    const { page, label, metadata } = await run(
      'several',
      'image-classification',
      { labels, multiple: true, exclusionCategory: 'none of these' },
      [{ labels: ['cat', 'night'] }, { labels: ['cat'] }, { labels: ['cat', 'night'] }].map((answer) => ({
        categories: labels,
        ...answer,
      })),
    );
    expect(/exclusion-category="none of these"\s+multiple required/.test(page)).toBe(true);
    expect(MultiLabel.parse(label)).toEqual([0, 2]);
    expect(MultiLabelMetadata.parse(metadata)).toMatchObject({
      'class-map': { 0: 'cat', 2: 'night' },
      type: 'groundtruth/image-classification-multilabel',
    });
  });

  it('shows the pose of an earlier job, and keeps what workers say is wrong with it', async () => {
    const labels = ['right', 'swapped', 'missing'];
    const skeleton = { name: 'cat', keypoints: [{ name: 'nose' }, { name: 'tail' }] };
    const answer = { categories: labels, label: 'swapped', verdict: 'rejected' };
    const { page, metadata } = await run(
      'poses',
      'pose-verification',
      { labels, skeleton, initialValue: [{ label: 'nose', x: 10, y: 20 }] },
      [{ ...answer, workerComment: 'nose and tail' }, answer],
    );
    expect(page.includes('&quot;x&quot;:10')).toBe(true);
    expect(ClassificationLabelMetadata.parse(metadata)).toMatchObject({
      'class-name': 'swapped',
      type: 'groundtruth/label-verification',
      'worker-feedback': [{ comment: 'nose and tail' }],
    });
  });
});
