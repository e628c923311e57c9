import { StopLabelingJobCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './testing/start-test-server.ts';
import { testFunctionArn } from './testing/test-functions.ts';
import { TestRequester } from './testing/test-requester.ts';
import { TestWorker } from './testing/test-worker.ts';

let server: TestServer;
let requester: TestRequester;
let ann: TestWorker;
let ben: TestWorker;

const metadataOf = (line: Record<string, unknown> = {}) =>
  line['my-label-metadata'] as Record<string, unknown>;
const text = (source: string, more: object = {}) => ({ source, ...more });

beforeAll(async () => {
  server = await startTestServer();
  requester = new TestRequester(server.url);
  await requester.prepare();
  ann = await TestWorker.signIn(server.url, 'Ann');
  ben = await TestWorker.signIn(server.url, 'Ben');
});

afterAll(async () => {
  requester?.close();
  await server?.close();
});

describe('a labeling job', () => {
  it('goes from a manifest to an output tree as Ground Truth writes it', async () => {
    await requester.put('images/1.jpg', 'an image');
    await requester.createJob({
      name: 'Whole-Job',
      lines: [{ 'source-ref': 's3://test-bucket/images/1.jpg', kept: [1] }, text('two')],
      task: { NumberOfHumanWorkersPerDataObject: 2 },
    });
    for (const worker of [ann, ben]) {
      let next: Awaited<ReturnType<TestWorker['take']>> | null = null;
      for (let done = 0; done < 2; done += 1) {
        // The engine may still be preparing the second object when the first is done.
        const task: Awaited<ReturnType<TestWorker['mustTake']>> =
          next ?? (await worker.mustTake('Whole-Job'));
        expect(await worker.page(task)).toContain('src="/portal/assets/crowd-html-elements.js"');
        const reply = await worker.submit(task, { answer: { by: worker.id } });
        expect(reply.status).toBe(200);
        next = reply.next ?? null;
      }
    }
    const job = await requester.ended('whole-job');
    expect(job.LabelingJobStatus).toBe('Completed');
    expect(job.LabelingJobArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:labeling-job/whole-job');
    expect(job.LabelCounters).toMatchObject({ TotalLabeled: 2, HumanLabeled: 2, Unlabeled: 0 });
    expect(job.LabelingJobOutput?.OutputDatasetS3Uri).toBe(
      's3://test-bucket/output/Whole-Job/manifests/output/output.manifest',
    );

    const [first, second] = await requester.output('Whole-Job');
    expect(first).toMatchObject({
      'source-ref': 's3://test-bucket/images/1.jpg',
      kept: [1],
      'my-label': { count: 2, dataObject: { s3Uri: 's3://test-bucket/images/1.jpg' } },
      'my-label-metadata': {
        type: 'groundtruth/custom',
        'job-name': 'Whole-Job',
        'human-annotated': 'yes',
        'creation-date': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
      },
    });
    expect(second).toMatchObject({ source: 'two', 'my-label': { dataObject: { content: 'two' } } });

    const label = first?.['my-label'] as { event: Record<string, unknown> } | undefined;
    expect(label?.event).toEqual({
      version: '2018-10-06',
      labelingJobArn: 'arn:aws:sagemaker:us-east-1:000000000000:labeling-job/whole-job',
      payload: {
        s3Uri: expect.stringMatching(
          /^s3:\/\/test-bucket\/output\/Whole-Job\/annotations\/consolidated-annotation\/consolidation-request\/iteration-1\/\d{4}-\d\d-\d\d_\d\d:\d\d:\d\d\.json$/,
        ),
      },
      labelAttributeName: 'my-label',
      roleArn: 'arn:aws:iam::000000000000:role/ground-truth',
      outputConfig: 's3://test-bucket/output/Whole-Job/annotations',
      maxHumanWorkersPerDataObject: 2,
      vpcEnabled: false,
    });

    const responses = await requester.responses('Whole-Job');
    expect([...responses.keys()].map((key) => key.replace(/\d{4}-\d\d-\d\d_\d\d:\d\d:\d\d/, 'TIME'))).toEqual(
      ['iteration-1/0/TIME.json', 'iteration-1/1/TIME.json'],
    );
    for (const { answers } of responses.values()) {
      expect(answers.map(({ answerContent }) => answerContent)).toEqual([
        { answer: { by: ann.id } },
        { answer: { by: ben.id } },
      ]);
      expect(answers[0]).toMatchObject({
        workerId: expect.stringMatching(/^private\.us-east-1\.[0-9a-f]{16}$/),
        submissionTime: expect.stringMatching(/Z$/),
        timeSpentInSeconds: expect.any(Number),
        workerMetadata: { identityData: { identityProviderType: 'Cognito' } },
      });
    }
    const names = await requester.keys(
      'output/Whole-Job/annotations/consolidated-annotation/consolidation-response/',
    );
    expect(names.length).toBeGreaterThan(0);
    expect(await requester.text('output/Whole-Job/annotation-tool/template.liquid')).toContain(
      'assets.crowd.aws',
    );
  });

  it('gives the pre-annotation function the whole line, and works without any function', async () => {
    await requester.createJob({
      name: 'no-functions',
      lines: [text('one', { extra: 7 })],
      pre: false,
      post: false,
      template: '{{ task.input.source }} {{ task.input.extra }}',
    });
    const task = await ann.mustTake('no-functions');
    expect(await ann.page(task)).toBe('one 7');
    await ann.submit(task, { x: '1' });
    await requester.ended('no-functions');
    const [line] = await requester.output('no-functions');
    expect(line?.['my-label']).toEqual({});
    expect(metadataOf(line)['worker-response-ref']).toMatch(
      /^s3:\/\/test-bucket\/output\/no-functions\/annotations\/worker-response\/iteration-1\/0\//,
    );
  });

  it('completes with failed objects, each with its reason in the output', async () => {
    await requester.createJob({
      name: 'some-fail',
      lines: [
        text('good'),
        { 'source-ref': 's3://test-bucket/images/nowhere.jpg' },
        text('throws', { pre: 'throw' }),
        text('rubbish', { pre: 'rubbish' }),
        text('skipped', { pre: 'skip' }),
        text('omitted'),
        text('labeled before', { 'my-label': 1 }),
      ],
    });
    await ann.submit(await ann.mustTake('some-fail'), { ok: 1 });
    await ann.submit(await ann.mustTake('some-fail'), { omit: true });
    const job = await requester.ended('some-fail');
    expect(job.LabelingJobStatus).toBe('Completed');
    expect(job.LabelCounters).toMatchObject({ TotalLabeled: 1, FailedNonRetryableError: 4, Unlabeled: 0 });
    const lines = await requester.output('some-fail');
    const reason = (index: number) => metadataOf(lines[index])['failure-reason'];
    expect(lines.map(({ source }) => source)).toEqual([
      'good',
      undefined,
      'throws',
      'rubbish',
      'skipped',
      'omitted',
      'labeled before',
    ]);
    expect(reason(1)).toContain('s3://test-bucket/images/nowhere.jpg does not exist');
    expect(reason(2)).toMatch(
      /^ClientError: Exception invoking the Lambda function .* LambdaErrorCode: Unhandled\./,
    );
    expect(reason(2)).toContain('the pre function does not like this line');
    expect(reason(3)).toContain('taskInput');
    expect(lines[4]).toEqual({ source: 'skipped', pre: 'skip' });
    expect(reason(5)).toContain('returned nothing');
    expect(lines[5]).toMatchObject({ 'my-label-metadata': { 'retry-count': 1, 'human-annotated': 'true' } });
    expect(lines[6]).toEqual({ source: 'labeled before', 'my-label': 1 });
  });

  it('counts an object as failed when the function itself says that it has no label', async () => {
    await requester.createJob({ name: 'refused', lines: [text('one'), text('two')] });
    await ann.submit(await ann.mustTake('refused'), { ok: 1 });
    await ann.submit(await ann.mustTake('refused'), { refuse: true });
    const job = await requester.ended('refused');
    expect(job.LabelingJobStatus).toBe('Completed');
    expect(job.LabelCounters).toMatchObject({ TotalLabeled: 1, FailedNonRetryableError: 1 });
    const refused = (await requester.output('refused')).find((line) => line['my-label'] === undefined);
    expect(refused).toEqual({
      source: expect.stringMatching(/^(one|two)$/) as string,
      'my-label-metadata': { 'failure-reason': 'ClientError: nothing to merge' },
    });
  });

  it('fails when every object fails, and says why', async () => {
    await requester.createJob({ name: 'poison', lines: [text('one')] });
    await ann.submit(await ann.mustTake('poison'), { poison: 1 });
    const job = await requester.ended('poison');
    expect(job.LabelingJobStatus).toBe('Failed');
    expect(job.FailureReason).toContain('the post function does not like this answer');
    expect([...(await requester.responses('poison')).values()]).toHaveLength(1);
  });

  it.each([
    ['bad-line', { lines: [text('one'), '{"source": '] }, /Line 2 .* is not JSON/],
    ['no-source', { lines: [{ image: 'x' }] }, /Line 1 .*source-ref/],
    ['empty', { lines: [] }, /manifest is empty/],
    [
      'bad-liquid',
      { lines: [text('one')], template: '<p>\n{{ x | nosuch }}' },
      /Liquid error in line 2.*nosuch/,
    ],
    [
      'no-function',
      { lines: [text('one')], task: { PreHumanTaskLambdaArn: testFunctionArn('test-missing') } },
      /pre-annotation Lambda function .*test-missing.* does not exist/,
    ],
    [
      'no-bucket',
      { lines: [text('one')], request: { OutputConfig: { S3OutputPath: 's3://nowhere-at-all' } } },
      /bucket nowhere-at-all does not exist/,
    ],
    [
      'no-categories',
      { lines: [text('one')], request: { LabelCategoryConfigS3Uri: 's3://test-bucket/none.json' } },
      /label category file .* does not exist/,
    ],
  ])('%s fails the job with a reason', async (name, job, reason) => {
    await requester.createJob({ name: `fails-${name}`, ...job });
    const { LabelingJobStatus, FailureReason } = await requester.ended(`fails-${name}`);
    expect(LabelingJobStatus).toBe('Failed');
    expect(FailureReason).toMatch(reason);
  });

  it('keeps what was answered when it is stopped', async () => {
    await requester.createJob({
      name: 'stopped',
      lines: [text('one'), text('two'), text('three')],
      task: { NumberOfHumanWorkersPerDataObject: 2 },
    });
    const task = await ann.mustTake('stopped');
    await ann.submit(task, { ok: 1 });
    const late = await ben.mustTake('stopped');
    await requester.sagemaker.send(new StopLabelingJobCommand({ LabelingJobName: 'stopped' }));
    const job = await requester.ended('stopped');
    expect(job.LabelingJobStatus).toBe('Stopped');
    expect(job.LabelCounters).toMatchObject({ TotalLabeled: 1, Unlabeled: 2 });
    const lines = await requester.output('stopped');
    expect(lines[0]).toMatchObject({ source: 'one', 'my-label': { count: 1 } });
    expect(lines.slice(1)).toEqual([{ source: 'two' }, { source: 'three' }]);
    expect((await ben.submit(late, {})).status).toBe(410);
    expect(await ann.take('stopped', 0)).toBeUndefined();
  });

  it('opens no more objects at once than MaxConcurrentTaskCount', async () => {
    await requester.createJob({
      name: 'narrow',
      lines: ['a', 'b', 'c'].map((source) => text(source)),
      task: { MaxConcurrentTaskCount: 1 },
    });
    const task = await ann.mustTake('narrow');
    expect(await ben.take('narrow', 100)).toBeUndefined();
    await ann.submit(task, {});
    expect(await ben.take('narrow')).toBeDefined();
  });
});
