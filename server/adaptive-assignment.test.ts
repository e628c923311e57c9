import { rm } from 'node:fs/promises';
import { StopLabelingJobCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './testing/start-test-server.ts';
import { TestRequester } from './testing/test-requester.ts';
import { TestWorker } from './testing/test-worker.ts';

let server: TestServer;
let requester: TestRequester;
let workers: TestWorker[];
/** Added to the server's clock. */
let later = 0;

const adaptive = (Value: string) => ({ request: { Tags: [{ Key: 'gtkit:adaptive', Value }] } });
const worker = (index: number) => workers[index] as TestWorker;

beforeAll(async () => {
  server = await startTestServer(undefined, { clock: () => Date.now() + later });
  requester = new TestRequester(server.url);
  await requester.prepare();
  workers = await Promise.all(
    ['Ann', 'Ben', 'Cleo', 'Dan'].map((name) => TestWorker.signIn(server.url, name)),
  );
});

afterAll(async () => {
  requester?.close();
  await server?.close();
  await rm(restarted(), { recursive: true, force: true });
});

/** The folder of a server that is started twice. */
const restarted = () => `${server.dataDir}-restarted`;

/** Takes a task and answers it with a confidence that the test's function gives back. */
async function answer(index: number, job: string, confidence?: number): Promise<void> {
  const task = await worker(index).mustTake(job);
  expect((await worker(index).submit(task, { by: index, confidence })).status).toBe(200);
}

describe('a job that asks for adaptive assignment', () => {
  it('gets one more answer for what is unsure, until it is sure', async () => {
    await requester.createJob({
      name: 'adaptive',
      lines: [{ source: 'one' }, { source: 'two' }],
      ...adaptive('max=4 target-confidence=0.9'),
    });
    await answer(0, 'adaptive', 0.95);
    await answer(0, 'adaptive', 0.5);
    // Only the hard one is open again, and not for the one who answered it.
    await answer(1, 'adaptive', 0.6);
    await answer(2, 'adaptive', 0.9);
    const job = await requester.ended('adaptive');
    expect(job.LabelCounters).toMatchObject({ TotalLabeled: 2 });
    // Which of the two came first is the engine's affair.
    const [easy, hard] = (await requester.output('adaptive')).sort(
      (a, b) => (a['my-label'] as { count: number }).count - (b['my-label'] as { count: number }).count,
    );
    expect(easy?.['my-label']).toMatchObject({ count: 1, event: { maxHumanWorkersPerDataObject: 4 } });
    expect(hard).toMatchObject({ 'my-label': { count: 3 }, 'my-label-metadata': { confidence: 0.9 } });
    // One file an object, with all of its answers.
    const files = [...(await requester.responses('adaptive')).values()];
    expect(files.map(({ answers }) => answers.length).sort()).toEqual([1, 3]);
  });

  it('stops at the most answers it may have', async () => {
    await requester.createJob({
      name: 'never-sure',
      lines: [{ source: 'a' }],
      ...adaptive('max=2'),
    });
    await answer(0, 'never-sure', 0.1);
    await answer(1, 'never-sure', 0.2);
    await requester.ended('never-sure');
    const [line] = await requester.output('never-sure');
    expect(line).toMatchObject({ 'my-label': { count: 2 }, 'my-label-metadata': { confidence: 0.2 } });
  });

  it('leaves labels alone that say nothing of their confidence', async () => {
    await requester.createJob({ name: 'silent', lines: [{ source: 'a' }], ...adaptive('max=5') });
    await answer(0, 'silent');
    expect((await requester.ended('silent')).LabelCounters).toMatchObject({ TotalLabeled: 1 });
  });

  it('keeps the label it has when nobody comes within the wait, or the job is stopped', async () => {
    for (const name of ['nobody', 'halted'])
      await requester.createJob({ name, lines: [{ source: 'a' }], ...adaptive('max=3 wait=60') });
    await answer(0, 'nobody', 0.5);
    await answer(0, 'halted', 0.5);
    // Open again once another worker finds it.
    for (const name of ['nobody', 'halted']) {
      const task = await worker(1).mustTake(name);
      await worker(1).send('POST', `/portal/api/tasks/${task.id}/release`);
    }
    await requester.sagemaker.send(new StopLabelingJobCommand({ LabelingJobName: 'halted' }));
    expect((await requester.ended('halted')).LabelingJobStatus).toBe('Stopped');
    later += 61_000;
    expect((await requester.ended('nobody')).LabelingJobStatus).toBe('Completed');
    for (const name of ['nobody', 'halted'])
      expect((await requester.output(name))[0]).toMatchObject({
        'my-label': { count: 1 },
        'my-label-metadata': { confidence: 0.5 },
      });
  });

  it('goes on after a restart where it was', async () => {
    const own = await startTestServer(restarted());
    const asks = new TestRequester(own.url);
    await asks.prepare();
    await asks.createJob({ name: 'restarted', lines: [{ source: 'a' }], ...adaptive('max=2') });
    const ann = await TestWorker.signIn(own.url, 'Ann');
    await ann.submit(await ann.mustTake('restarted'), { confidence: 0.5 });
    await own.close();
    asks.close();
    const again = await startTestServer(restarted());
    const asksAgain = new TestRequester(again.url);
    const ben = await TestWorker.signIn(again.url, 'Ben');
    await ben.submit(await ben.mustTake('restarted'), { confidence: 0.99 });
    await asksAgain.ended('restarted');
    expect((await asksAgain.output('restarted'))[0]).toMatchObject({ 'my-label': { count: 2 } });
    asksAgain.close();
    await again.close();
  });

  it.each([
    ['max=0', /max is 0, and not a whole number from 1 to 9/],
    ['sometimes', /it has sometimes/],
  ])('is refused with the tag "%s"', async (value, reason) => {
    await expect(
      requester.createJob({ name: 'refused', lines: [{ source: 'a' }], ...adaptive(value) }),
    ).rejects.toThrow(reason);
  });

  it('is refused without a function that says how sure it is', async () => {
    await expect(
      requester.createJob({ name: 'refused', lines: [{ source: 'a' }], post: false, ...adaptive('max=2') }),
    ).rejects.toThrow(/needs an AnnotationConsolidationConfig/);
  });
});
