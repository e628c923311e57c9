import {
  AddTagsCommand,
  CreateLabelingJobCommand,
  type CreateLabelingJobCommandInput,
  CreateWorkforceCommand,
  CreateWorkteamCommand,
  DeleteWorkteamCommand,
  DescribeWorkforceCommand,
  DescribeWorkteamCommand,
  ListLabelingJobsCommand,
  ListLabelingJobsForWorkteamCommand,
  ListTagsCommand,
  ListWorkforcesCommand,
  ListWorkteamsCommand,
  RenderUiTemplateCommand,
  SageMakerClient,
  UpdateWorkteamCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { TestRequester } from '../testing/test-requester.ts';

let server: TestServer;
let requester: TestRequester;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  server = await startTestServer();
  requester = new TestRequester(server.url);
  ({ sagemaker } = requester);
  await requester.prepare();
});

afterAll(async () => {
  requester?.close();
  await server?.close();
});

const valid = () => requester.request({ name: 'valid', lines: [] });
const create = (change: Partial<CreateLabelingJobCommandInput>) =>
  sagemaker.send(new CreateLabelingJobCommand({ ...valid(), ...change }));
const task = (change: Partial<CreateLabelingJobCommandInput['HumanTaskConfig'] & object>) =>
  ({ HumanTaskConfig: { ...valid().HumanTaskConfig, ...change } }) as Partial<CreateLabelingJobCommandInput>;

describe('CreateLabelingJob', () => {
  it.each([
    [
      { LabelingJobName: 'under_score' },
      /1 validation error detected: Value 'under_score' at 'labelingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: \[a-zA-Z0-9\]\(-\*\[a-zA-Z0-9\]\)\{0,62\}$/,
    ],
    [{ LabelingJobName: 'a'.repeat(64) }, /Member must have length less than or equal to 63/],
    [{ RoleArn: 'nonsense' }, /2 validation errors detected: .*greater than or equal to 20; .*'roleArn'/],
    [
      { InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: 'ftp://x' } } } },
      /at 'inputConfig.dataSource.s3DataSource.manifestS3Uri'/,
    ],
    [{ LabelAttributeName: 'x-metadata' }, /must not be source, source-ref, or end with -metadata/],
    [{ InputConfig: { DataSource: {} } }, /must have an S3DataSource/],
  ] as [Partial<CreateLabelingJobCommandInput>, RegExp][])('refuses %j', async (change, message) => {
    await expect(create(change)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message) as string,
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) as string },
    });
  });

  it.each([
    [
      { NumberOfHumanWorkersPerDataObject: 10 },
      /'humanTaskConfig.numberOfHumanWorkersPerDataObject'.*less than or equal to 9/,
    ],
    [{ TaskTimeLimitInSeconds: 29 }, /value greater than or equal to 30/],
    [{ TaskTitle: 'with 🐈' }, /'humanTaskConfig.taskTitle'.*pattern/],
    [{ TaskKeywords: ['ok', 'not_ok'] }, /Value 'not_ok' at 'humanTaskConfig.taskKeywords.2.member'/],
    [{ UiConfig: {} }, /UiTemplateS3Uri or HumanTaskUiArn/],
    [
      { WorkteamArn: 'arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/nobody' },
      /work team .* does not exist/,
    ],
    [
      {
        PreHumanTaskLambdaArn:
          'arn:aws:lambda:us-east-1:432418664414:function:PRE-3DPointCloudObjectDetection',
      },
      /PRE-3DPointCloudObjectDetection is not emulated here/,
    ],
  ])('refuses the task %j', async (change, message) => {
    await expect(create(task(change))).rejects.toThrow(message);
  });

  it('says what is missing', async () => {
    const reply = await rawRequest('CreateLabelingJob', { LabelingJobName: null });
    expect(reply.status).toBe(400);
    expect(reply.headers.get('x-amzn-errortype')).toBe('ValidationException');
    expect(reply.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await reply.json()).toMatchObject({
      __type: 'ValidationException',
      message: expect.stringContaining(
        "Value null at 'labelingJobName' failed to satisfy constraint: Member must not be null",
      ) as string,
    });
  });

  it('takes a name once, in whatever case, and an empty key id and tag list', async () => {
    await create({
      LabelingJobName: 'Taken',
      Tags: [],
      OutputConfig: { S3OutputPath: 's3://test-bucket/o', KmsKeyId: '' },
    });
    await expect(create({ LabelingJobName: 'tAKEN' })).rejects.toMatchObject({ name: 'ResourceInUse' });
    await expect(requester.describe('nowhere')).rejects.toMatchObject({ name: 'ResourceNotFound' });
    const job = await requester.describe('TAKEN');
    expect(job.CreationTime).toBeInstanceOf(Date);
    expect(Math.abs((job.CreationTime?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(job).toMatchObject({
      LabelingJobName: 'Taken',
      LabelAttributeName: 'my-label',
      JobReferenceCode: expect.any(String) as string,
    });
  });

  it('refuses a wrong key', async () => {
    const stranger = new SageMakerClient({
      endpoint: server.url,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'wrong' },
    });
    await expect(stranger.send(new ListWorkteamsCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    stranger.destroy();
  });

  it('answers an operation that it does not have by naming those that it has', async () => {
    const reply = await rawRequest('CreateTrainingJob', {});
    expect(await reply.json()).toMatchObject({
      __type: 'UnknownOperationException',
      message: expect.stringContaining('CreateLabelingJob') as string,
    });
  });
});

describe('lists', () => {
  it('of jobs come in pages that lose and repeat nothing, sorted and filtered', async () => {
    for (const letter of ['c', 'A', 'b', 'E', 'd']) await create({ LabelingJobName: `page-${letter}` });
    const seen: string[] = [];
    for (let NextToken: string | undefined; ; ) {
      const page = await sagemaker.send(
        new ListLabelingJobsCommand({
          SortBy: 'Name',
          SortOrder: 'Descending',
          NameContains: 'PAGE-',
          MaxResults: 2,
          NextToken,
        }),
      );
      seen.push(...(page.LabelingJobSummaryList ?? []).map(({ LabelingJobName }) => LabelingJobName ?? ''));
      NextToken = page.NextToken;
      if (NextToken === undefined) break;
    }
    expect(seen).toEqual(['page-E', 'page-d', 'page-c', 'page-b', 'page-A']);
    const { LabelingJobSummaryList } = await sagemaker.send(
      new ListLabelingJobsCommand({ CreationTimeAfter: new Date(Date.now() + 60_000) }),
    );
    expect(LabelingJobSummaryList).toEqual([]);
    await expect(sagemaker.send(new ListLabelingJobsCommand({ NextToken: 'rubbish' }))).rejects.toThrow(
      'Invalid NextToken',
    );
    const team = await sagemaker.send(
      new ListLabelingJobsForWorkteamCommand({
        WorkteamArn: 'arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/testers',
        MaxResults: 1,
      }),
    );
    expect(team.LabelingJobSummaryList).toHaveLength(1);
    expect(team.LabelingJobSummaryList?.[0]).toMatchObject({
      WorkRequesterAccountId: '000000000000',
      NumberOfHumanWorkersPerDataObject: 1,
    });
  });

  it('of teams follow what becomes of them', async () => {
    const MemberDefinitions = [
      { CognitoMemberDefinition: { UserPool: 'us-east-1_a', UserGroup: 'g', ClientId: 'c' } },
    ];
    const { WorkteamArn } = await sagemaker.send(
      new CreateWorkteamCommand({ WorkteamName: 'short', Description: 'first', MemberDefinitions }),
    );
    expect(WorkteamArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/short');
    await expect(
      sagemaker.send(
        new CreateWorkteamCommand({ WorkteamName: 'SHORT', Description: 'x', MemberDefinitions }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceInUse' });
    await sagemaker.send(new UpdateWorkteamCommand({ WorkteamName: 'short', Description: 'second' }));
    const { Workteam } = await sagemaker.send(new DescribeWorkteamCommand({ WorkteamName: 'short' }));
    expect(Workteam).toMatchObject({ WorkteamName: 'short', Description: 'second', MemberDefinitions });
    const { Workteams } = await sagemaker.send(new ListWorkteamsCommand({ NameContains: 'short' }));
    expect(Workteams).toHaveLength(1);
    await sagemaker.send(new AddTagsCommand({ ResourceArn: WorkteamArn, Tags: [{ Key: 'a', Value: '1' }] }));
    await sagemaker.send(new AddTagsCommand({ ResourceArn: WorkteamArn, Tags: [{ Key: 'a', Value: '2' }] }));
    expect((await sagemaker.send(new ListTagsCommand({ ResourceArn: WorkteamArn }))).Tags).toEqual([
      { Key: 'a', Value: '2' },
    ]);
    await sagemaker.send(new DeleteWorkteamCommand({ WorkteamName: 'short' }));
    await expect(
      sagemaker.send(new DescribeWorkteamCommand({ WorkteamName: 'short' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(
      sagemaker.send(new DeleteWorkteamCommand({ WorkteamName: 'testers' })),
    ).resolves.toBeDefined();
  });

  it('of workforces have the one that there may be', async () => {
    await sagemaker.send(
      new CreateWorkforceCommand({
        WorkforceName: 'all',
        CognitoConfig: { UserPool: 'us-east-1_a', ClientId: 'c' },
      }),
    );
    await expect(sagemaker.send(new CreateWorkforceCommand({ WorkforceName: 'more' }))).rejects.toMatchObject(
      { name: 'ResourceLimitExceeded' },
    );
    expect((await sagemaker.send(new ListWorkforcesCommand({}))).Workforces).toHaveLength(1);
    await sagemaker.send(
      new CreateWorkteamCommand({
        WorkteamName: 'of-all',
        Description: 'A team that names no workforce',
        MemberDefinitions: [{ OidcMemberDefinition: { Groups: ['lab'] } }],
      }),
    );
    const { Workteam } = await sagemaker.send(new DescribeWorkteamCommand({ WorkteamName: 'of-all' }));
    expect(Workteam?.WorkforceArn).toMatch(/:workforce\/all$/);
    expect(
      (await sagemaker.send(new DescribeWorkforceCommand({ WorkforceName: 'ALL' }))).Workforce?.WorkforceName,
    ).toBe('all');
  });
});

describe('RenderUiTemplate', () => {
  const render = (Content: string, Input: string) =>
    sagemaker.send(
      new RenderUiTemplateCommand({
        UiTemplate: { Content },
        Task: { Input },
        RoleArn: 'arn:aws:iam::000000000000:role/ground-truth',
      }),
    );

  it('renders a task', async () => {
    const { RenderedContent, Errors } = await render('{{ task.input.x }}', '{"x":"<b>"}');
    expect([RenderedContent, Errors]).toEqual(['&lt;b&gt;', []]);
  });

  it('answers what is wrong with the template as a list, not as an error', async () => {
    const { Errors } = await render('a\n{{ x | nosuch }}', '{}');
    expect(Errors).toEqual([
      { Code: 'InvalidTemplate', Message: expect.stringContaining('line 2') as string },
    ]);
    expect((await render('a', 'no json')).Errors?.[0]?.Code).toBe('InvalidTaskInput');
  });
});

interface Arguments {
  request: unknown;
}
type Next = (args: Arguments) => Promise<unknown>;

/** Sends what the SDK would refuse to send; the SDK only signs it. */
async function rawRequest(operation: string, body: object): Promise<Response> {
  sagemaker.middlewareStack.addRelativeTo(
    ((next: Next) => async (args: Arguments) => {
      const request = args.request as { headers: Record<string, string>; body: string };
      request.headers['x-amz-target'] = `SageMaker.${operation}`;
      request.body = JSON.stringify(body);
      request.headers['content-length'] = String(Buffer.byteLength(request.body));
      return await next(args);
    }) as never,
    { name: 'raw', relation: 'before', toMiddleware: 'awsAuthMiddleware', override: true },
  );
  let reply: Response | undefined;
  sagemaker.middlewareStack.addRelativeTo(
    ((next: Next) => async (args: Arguments) => {
      const { headers, body: text } = args.request as { headers: Record<string, string>; body: string };
      reply = await fetch(server.url, { method: 'POST', headers, body: text });
      return await next(args);
    }) as never,
    { name: 'raw-send', relation: 'after', toMiddleware: 'awsAuthMiddleware', override: true },
  );
  await sagemaker.send(new ListWorkteamsCommand({})).catch(() => undefined);
  sagemaker.middlewareStack.remove('raw');
  sagemaker.middlewareStack.remove('raw-send');
  if (reply === undefined) throw new Error('The request was not sent.');
  return reply;
}
