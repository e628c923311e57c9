import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { TestRequester } from '../testing/test-requester.ts';
import { TestWorker } from '../testing/test-worker.ts';

let server: TestServer;
let requester: TestRequester;
let ann: TestWorker;
let ben: TestWorker;
/** Added to the server's clock. */
let later = 0;

beforeAll(async () => {
  server = await startTestServer(undefined, { clock: () => Date.now() + later });
  requester = new TestRequester(server.url);
  await requester.prepare();
  ann = await TestWorker.signIn(server.url, 'Ann');
  ben = await TestWorker.signIn(server.url, 'Ben');
});

afterAll(async () => {
  requester?.close();
  await server?.close();
});

describe('time that runs out', () => {
  it('ends a lease: the late answer is refused, and another worker gets the object', async () => {
    await requester.createJob({
      name: 'slow',
      lines: [{ source: 'a' }],
      task: { TaskTimeLimitInSeconds: 30 },
    });
    const late = await ann.mustTake('slow');
    expect(await ben.take('slow', 0)).toBeUndefined();
    later += 31_000;
    expect((await ann.submit(late, {})).status).toBe(410);
    const task = await ben.mustTake('slow');
    expect((await ben.submit(task, { by: 'ben' })).status).toBe(200);
    await requester.ended('slow');
    const [file] = (await requester.responses('slow')).values();
    expect(file?.answers.map(({ answerContent }) => answerContent)).toEqual([{ by: 'ben' }]);
  });

  it('lets the worker whose lease ran out try again', async () => {
    await requester.createJob({
      name: 'again',
      lines: [{ source: 'a' }],
      task: { TaskTimeLimitInSeconds: 30 },
    });
    const late = await ann.mustTake('again');
    later += 31_000;
    const task = await ann.mustTake('again');
    expect(task.id).not.toBe(late.id);
    expect((await ann.submit(task, {})).status).toBe(200);
  });

  it('closes objects after their availability: with the answers there are, or as expired', async () => {
    await requester.createJob({
      name: 'old',
      lines: [{ source: 'answered by one' }, { source: 'answered by nobody' }],
      task: { NumberOfHumanWorkersPerDataObject: 2, TaskAvailabilityLifetimeInSeconds: 60 },
    });
    await ann.submit(await ann.mustTake('old'), {});
    // In hand, so that it is open, and never answered.
    await ann.mustTake('old');
    later += 3_600_000;
    const job = await requester.ended('old');
    expect(job.LabelingJobStatus).toBe('Completed');
    expect(job.LabelCounters).toMatchObject({ TotalLabeled: 1, FailedNonRetryableError: 1 });
    const [labeled, expired] = await requester.output('old');
    expect(labeled?.['my-label']).toMatchObject({ count: 1 });
    expect(expired).toMatchObject({
      'my-label-metadata': {
        'retry-count': 1,
        'failure-reason': expect.stringContaining('Annotation tasks expired.') as string,
        'human-annotated': 'true',
      },
    });
  });
});
