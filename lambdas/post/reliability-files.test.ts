import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { startTestServer, type TestServer } from '../../server/testing/start-test-server.ts';
import { TestRequester } from '../../server/testing/test-requester.ts';
import { handler } from './bounding-box-post.ts';

let server: TestServer;
let bucket: TestRequester;
const environment = { ...process.env };
const warned: string[] = [];

beforeAll(async () => {
  server = await startTestServer();
  bucket = new TestRequester(server.url);
  await bucket.prepare();
  vi.spyOn(console, 'warn').mockImplementation((line: string) => warned.push(line));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});

afterEach(() => {
  warned.length = 0;
});

afterAll(async () => {
  vi.restoreAllMocks();
  process.env = environment;
  bucket?.close();
  await server?.close();
});

/** Equal numbers in [0, 1) every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** A batch whose exact workers draw the box [100, 100, 200, 200], and the others something like it. */
async function putBatch(name: string, objects: number, seed: number): Promise<string> {
  const random = sequence(seed);
  const drawn = (sloppy: number) => ({
    left: 100 + sloppy * (random() - 0.5),
    top: 100 + sloppy * (random() - 0.5),
    width: 200 + sloppy * (random() - 0.5),
    height: 200 + sloppy * (random() - 0.5),
    label: 'boat',
  });
  const payload = Array.from({ length: objects }, (_, id) => ({
    datasetObjectId: String(id),
    annotations: ['exact', 'as-exact', 'rough', 'rougher', 'roughest'].map((workerId, w) => ({
      workerId,
      annotationData: {
        content: JSON.stringify({
          annotatedResult: {
            boundingBoxes: [drawn([0.5, 0.5, 40, 40, 40][w] ?? 0)],
            inputImageProperties: { width: 400, height: 400 },
          },
        }),
      },
    })),
  }));
  await bucket.put(`${name}.json`, JSON.stringify(payload));
  return `s3://test-bucket/${name}.json`;
}

async function merge(s3Uri: string, job: string, settings: object = {}, outputConfig = true) {
  process.env['GTKIT_SETTINGS'] = JSON.stringify({ method: 'em-vote', ...settings });
  const [first] = await handler({
    labelingJobArn: `arn:aws:sagemaker:us-east-1:000000000000:labeling-job/${job}`,
    payload: { s3Uri },
    labelAttributeName: 'boats',
    ...(outputConfig ? { outputConfig: `s3://test-bucket/${job}/annotations` } : {}),
  });
  const label = first?.consolidatedAnnotation.content['boats'] as BoundingBoxLabel | undefined;
  return label?.annotations[0]?.left ?? Number.NaN;
}

const filesOf = (job: string) => bucket.keys(`${job}/annotations/gtkit/reliability/v1/bounding-box-em-vote/`);

async function objectsIn(job: string): Promise<number[]> {
  const texts = await Promise.all((await filesOf(job)).map((key) => bucket.text(key)));
  return texts.map((text) => (JSON.parse(text) as WorkerReliability).objects).sort();
}

describe('reliability that batches of a job carry to each other', () => {
  it('is kept by two batches at once, counted once for a batch that runs again, and used by the next', async () => {
    const [one, two, next] = await Promise.all([
      putBatch('one', 30, 1),
      putBatch('two', 31, 2),
      putBatch('next', 1, 2003),
    ]);
    const alone = await merge(next, 'lonely');
    await Promise.all([merge(one, 'carrying'), merge(two, 'carrying')]);
    expect(await objectsIn('carrying')).toEqual([30, 31]);
    await merge(one, 'carrying');
    expect(await objectsIn('carrying')).toEqual([30, 31]);
    // A single object says nothing of who is exact; the two batches before it do.
    const carried = await merge(next, 'carrying');
    expect(Math.abs(carried - 100)).toBeLessThan(Math.abs(alone - 100));
    expect(await objectsIn('carrying')).toEqual([1, 30, 31]);
  });

  it('is neither read nor written when the setting or the event says so', async () => {
    const next = await putBatch('next', 1, 2003);
    const alone = await merge(next, 'lonely');
    const files = await filesOf('carrying');
    expect(await merge(next, 'carrying', { carryReliability: false })).toBe(alone);
    expect(await merge(next, 'carrying', {}, false)).toBe(alone);
    expect(await filesOf('carrying')).toEqual(files);
  });

  it('is passed over, with a line in the log, where a file is broken', async () => {
    const next = await putBatch('next', 1, 2003);
    const alone = await merge(next, 'lonely');
    const folder = 'broken/annotations/gtkit/reliability/v1/bounding-box-em-vote/';
    const state = { version: 1, task: 'bounding-box', names: [], pairs: [], objects: 9, shared: [] };
    await bucket.put(`${folder}a.json`, '{"version": 1, ');
    await bucket.put(`${folder}b.json`, JSON.stringify({ ...state, version: 2, workers: {} }));
    await bucket.put(`${folder}c.json`, JSON.stringify({ ...state, workers: { rough: ['much'] } }));
    await bucket.put(`${folder}d.json`, JSON.stringify({ ...state, names: ['car'], workers: {} }));
    expect(await merge(next, 'broken')).toBe(alone);
    expect(warned.filter((line) => line.includes('passed over'))).toHaveLength(3);
  });
});
