import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AwsStandIn, startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { testFunctionArn } from '#server/testing/test-functions.ts';
import { type AccountClients, createAccountClients } from './aws-account/account-clients.ts';
import { prepareLabelingJob } from './aws-account/prepare-labeling-job.ts';
import { createTeam } from './aws-account/workteams.ts';
import { ensureBucket, writeObject } from './bucket.ts';
import { createLabelingJob } from './create-labeling-job.ts';
import { parseJobConfig } from './job-config.ts';

// Each constraint of CreateLabelingJob and of its input, at its edge: what AWS takes is taken, and what it refuses
// is refused here first, with the field in the sentence, and before anything is sent that changes something.

const folder = mkdtempSync(join(tmpdir(), 'gtkit-constraints-'));
let backend: TestServer;
let aws: AwsStandIn;
let clients: AccountClients;

beforeAll(async () => {
  backend = await startTestServer();
  aws = await startAwsStandIn(backend);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  clients = createAccountClients({ endpointUrl: aws.url, region: 'us-east-1', asAws: true });
  await ensureBucket(clients, 'lab');
  await writeObject(clients, 's3://lab/images/a.png', 'a', 'image/png');
  await createTeam(clients, { name: 'students', description: 'The lab' }, { oidcGroups: ['lab'] });
  writeFileSync(
    join(folder, 'page.html'),
    '<script src="crowd-html-elements.js"></script><crowd-form>{{ task.input.taskObject }}</crowd-form>',
  );
  writeManifest('a.manifest', [{ 'source-ref': 's3://lab/images/a.png' }]);
});

afterAll(async () => {
  clients?.close();
  await aws?.close();
  await backend?.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  aws.seen.length = 0;
});

function writeManifest(name: string, lines: object[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

type Path = string;

const usual = () => ({
  LabelingJobName: 'mice-1',
  LabelAttributeName: 'pose',
  InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: join(folder, 'a.manifest') } } },
  OutputConfig: { S3OutputPath: 's3://lab/output' },
  RoleArn: 'arn:aws:iam::000000000000:role/labeling',
  HumanTaskConfig: {
    WorkteamArn: 'students',
    UiConfig: { UiTemplateS3Uri: join(folder, 'page.html') },
    PreHumanTaskLambdaArn: testFunctionArn('test-pre'),
    AnnotationConsolidationConfig: { AnnotationConsolidationLambdaArn: testFunctionArn('test-post') },
    TaskTitle: 'Mark the mice',
    TaskDescription: 'Place seven points on each mouse.',
    NumberOfHumanWorkersPerDataObject: 5,
    TaskTimeLimitInSeconds: 600,
  },
});

/** The usual request with one member changed; `undefined` leaves it out. */
function changed(path: Path, value: unknown): unknown {
  const request = usual() as Record<string, unknown>;
  const names = path.split('.');
  let parent = request;
  for (const name of names.slice(0, -1)) {
    parent[name] ??= {};
    parent = parent[name] as Record<string, unknown>;
  }
  const last = names.at(-1) ?? '';
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return request;
}

const prepare = async (value: unknown) =>
  prepareLabelingJob(clients, parseJobConfig(value, { connection: clients.connection }));

const x = (count: number) => 'x'.repeat(count);
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;
const task = (name: string) => `HumanTaskConfig.${name}`;
const tags = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }));
const topic = arn('sns', 'labels');

const taken: [Path, unknown][] = [
  ['LabelingJobName', x(63)],
  ['LabelAttributeName', x(127)],
  [
    'InputConfig.DataAttributes',
    { ContentClassifiers: ['FreeOfPersonallyIdentifiableInformation', 'FreeOfAdultContent'] },
  ],
  ['OutputConfig.KmsKeyId', 'alias/labels'],
  ['OutputConfig.SnsTopicArn', topic],
  ['LabelCategoryConfigS3Uri', 's3://lab/labels.json'],
  ['StoppingConditions', { MaxHumanLabeledObjectCount: 1, MaxPercentageOfInputDatasetLabeled: 100 }],
  [task('WorkteamArn'), arn('sagemaker', 'workteam/private-crowd/students')],
  [task('PreHumanTaskLambdaArn'), undefined],
  [task('AnnotationConsolidationConfig'), undefined],
  [task('TaskKeywords'), ['mouse pose', x(30), 'c', 'd', 'e']],
  [task('TaskTitle'), x(128)],
  [task('TaskTitle'), 'Mäuse\tmarkieren'],
  [task('TaskDescription'), x(255)],
  [task('NumberOfHumanWorkersPerDataObject'), 9],
  [task('TaskTimeLimitInSeconds'), 30],
  [task('TaskTimeLimitInSeconds'), 28_800],
  [task('TaskAvailabilityLifetimeInSeconds'), 60],
  [task('TaskAvailabilityLifetimeInSeconds'), 2_592_000],
  [task('MaxConcurrentTaskCount'), 5000],
  ['Tags', tags(50)],
  ['Tags', [{ Key: x(128), Value: x(256) }]],
];

const refused: [Path, unknown][] = [
  ['LabelingJobName', undefined],
  ['LabelingJobName', x(64)],
  ['LabelingJobName', 'mice_1'],
  ['LabelingJobName', 'mice-'],
  ['LabelAttributeName', undefined],
  ['LabelAttributeName', x(128)],
  ['LabelAttributeName', 'my_pose'],
  ['LabelAttributeName', 'pose-metadata'],
  ['LabelAttributeName', 'source-ref'],
  ['InputConfig', undefined],
  ['InputConfig.DataSource', {}],
  ['InputConfig.DataSource', { S3DataSource: {} }],
  ['InputConfig.DataSource', { SnsDataSource: { SnsTopicArn: 'arn:aws:sns:here' } }],
  ['InputConfig.DataSource.S3DataSource.ManifestS3Uri', `s3://lab/${x(1020)}`],
  ['InputConfig.DataAttributes', { ContentClassifiers: ['Harmless'] }],
  ['OutputConfig', undefined],
  ['OutputConfig.S3OutputPath', 'lab/output'],
  ['OutputConfig.S3OutputPath', `s3://lab/${x(1020)}`],
  ['OutputConfig.KmsKeyId', 'a key'],
  ['OutputConfig.SnsTopicArn', 'labels'],
  ['RoleArn', undefined],
  ['RoleArn', 'labeling'],
  ['RoleArn', 'arn:aws:iam::12:role/labeling'],
  ['LabelCategoryConfigS3Uri', 'labels.json'],
  ['StoppingConditions', { MaxHumanLabeledObjectCount: 0 }],
  ['StoppingConditions', { MaxPercentageOfInputDatasetLabeled: 101 }],
  ['StoppingConditions', { MaxPercentageOfInputDatasetLabeled: 0 }],
  ['LabelingJobAlgorithmsConfig', { LabelingJobAlgorithmSpecificationArn: 'arn:a' }],
  ['HumanTaskConfig', undefined],
  [task('WorkteamArn'), undefined],
  [task('WorkteamArn'), arn('iam', 'workteam')],
  [task('WorkteamArn'), arn('sagemaker', `workteam/private-crowd/${x(200)}`)],
  [task('UiConfig'), {}],
  [
    task('UiConfig'),
    { UiTemplateS3Uri: 's3://lab/a.html', HumanTaskUiArn: arn('sagemaker', 'human-task-ui/a') },
  ],
  [task('PreHumanTaskLambdaArn'), arn('sns', 'function')],
  [task('AnnotationConsolidationConfig'), {}],
  [task('AnnotationConsolidationConfig'), { AnnotationConsolidationLambdaArn: arn('sns', 'function') }],
  [task('TaskKeywords'), []],
  [task('TaskKeywords'), ['a', 'b', 'c', 'd', 'e', 'f']],
  [task('TaskKeywords'), [x(31)]],
  [task('TaskKeywords'), ['mouse_pose']],
  [task('TaskTitle'), undefined],
  [task('TaskTitle'), ''],
  [task('TaskTitle'), x(129)],
  [task('TaskTitle'), 'Mark the 🐁'],
  [task('TaskDescription'), undefined],
  [task('TaskDescription'), x(256)],
  [task('TaskDescription'), 'Two\nlines'],
  [task('NumberOfHumanWorkersPerDataObject'), undefined],
  [task('NumberOfHumanWorkersPerDataObject'), 0],
  [task('NumberOfHumanWorkersPerDataObject'), 10],
  [task('NumberOfHumanWorkersPerDataObject'), 2.5],
  [task('TaskTimeLimitInSeconds'), undefined],
  [task('TaskTimeLimitInSeconds'), 29],
  [task('TaskTimeLimitInSeconds'), 28_801],
  [task('TaskAvailabilityLifetimeInSeconds'), 59],
  [task('TaskAvailabilityLifetimeInSeconds'), 2_592_001],
  [task('MaxConcurrentTaskCount'), 0],
  [task('MaxConcurrentTaskCount'), 5001],
  [task('PublicWorkforceTaskPrice'), { AmountInUsd: { Dollars: 3 } }],
  [task('PublicWorkforceTaskPrice'), { AmountInUsd: { Cents: 100 } }],
  [task('PublicWorkforceTaskPrice'), { AmountInUsd: { TenthFractionsOfACent: 10 } }],
  ['Tags', tags(51)],
  ['Tags', [{ Key: '', Value: 'a' }]],
  ['Tags', [{ Key: x(129), Value: 'a' }]],
  ['Tags', [{ Key: 'a', Value: x(257) }]],
  ['Tags', [{ Key: 'a', Value: 'b!' }]],
  ['Tags', [{ Key: 'aws:a', Value: 'b' }]],
  ['TaskTitel', 'A slip of the pen'],
];

/** A value in a title. */
const shown = (value: unknown) => (JSON.stringify(value) ?? 'missing').replace(/(.)\1{20,}/g, '$1…');

describe('what CreateLabelingJob takes', () => {
  it.each(taken.map(([path, value]) => ({ path, value, title: shown(value) })))(
    '$path: $title is taken',
    async ({ path, value }) => {
      const { request } = await prepare(changed(path, value));
      expect(request.LabelingJobName).toBeDefined();
    },
  );
});

describe('what it refuses', () => {
  it.each(refused.map(([path, value]) => ({ path, value, title: shown(value) })))(
    '$path: $title is refused by name, and nothing is sent',
    async ({ path, value }) => {
      const field = path.split('.').at(-1) ?? '';
      await expect(prepare(changed(path, value))).rejects.toThrow(new RegExp(field));
      expect(aws.seen.filter((entry) => /PUT|POST|Create/.test(entry))).toEqual([]);
    },
  );
});

describe('what a job stumbles over later', () => {
  const manifest = (lines: object[]) =>
    changed('InputConfig.DataSource.S3DataSource.ManifestS3Uri', writeManifest('b.manifest', lines));

  it.each([
    [
      'a line that is too long',
      [
        {
          'source-ref': 's3://lab/a.png',
          ...Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`a${index}`, x(19_000)])),
        },
      ],
      /100000/,
    ],
    ['an attribute that is too long', [{ 'source-ref': 's3://lab/a.png', note: x(20_001) }], /note.*20000/],
    ['a name with a dollar', [{ 'source-ref': 's3://lab/a.png', $note: 1 }], /must not begin with "\$"/],
    ['both sources', [{ 'source-ref': 's3://lab/a.png', source: 'text' }], /exactly one of/],
    ['no source', [{ note: 'a' }], /exactly one of/],
    ['a file that is no image', [{ 'source-ref': 's3://lab/a.gif' }], /no \.jpg/],
  ])('is refused: %s', async (_what, lines, says) => {
    await expect(prepare(manifest(lines))).rejects.toThrow(says);
    expect(aws.seen.filter((entry) => /PUT|POST|Create/.test(entry))).toEqual([]);
  });

  it('is refused: more objects than Ground Truth takes', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ 'source-ref': `s3://lab/${index}.png` }));
    await expect(prepare(manifest(many(100_001)))).rejects.toThrow(/Ground Truth takes 100000/);
    const request = manifest(many(20_001)) as ReturnType<typeof usual>;
    request.HumanTaskConfig.PreHumanTaskLambdaArn =
      'arn:aws:lambda:us-east-1:432418664414:function:PRE-SemanticSegmentation';
    request.LabelAttributeName = 'pose-ref';
    await expect(prepare(request)).rejects.toThrow(/PRE-SemanticSegmentation takes 20000/);
  });

  it('is refused: an adjustment under the name of the label that it adjusts', async () => {
    const request = manifest([{ 'source-ref': 's3://lab/a.png', pose: {} }]) as ReturnType<typeof usual>;
    request.HumanTaskConfig.PreHumanTaskLambdaArn =
      'arn:aws:lambda:us-east-1:432418664414:function:PRE-AdjustmentBoundingBox';
    await expect(prepare(request)).rejects.toThrow(/1 lines have a label under pose already/);
  });

  it('is refused: images in another region', async () => {
    aws.foreignBuckets.set('frankfurt', { accountId: '000000000000', region: 'eu-central-1' });
    await expect(prepare(manifest([{ 'source-ref': 's3://frankfurt/a.png' }]))).rejects.toThrow(
      /frankfurt is in eu-central-1.*--region eu-central-1/,
    );
  });

  it('is warned of: images that no page may load, and a bucket that is not there', async () => {
    const { CreateBucketCommand } = await import('@aws-sdk/client-s3');
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'closed' }));
    const lines = [{ 'source-ref': 's3://closed/a.png' }, { 'source-ref': 's3://nowhere/a.png' }];
    const { warnings } = await prepare(manifest(lines));
    expect(warnings.join('\n')).toMatch(
      /closed has no CORS rule.*nowhere, where images are, does not exist/s,
    );
  });

  it("is refused: a taken name, before its files take the place of the job's own", async () => {
    const config = parseJobConfig(
      { ...usual(), LabelingJobName: 'taken' },
      { connection: clients.connection },
    );
    await createLabelingJob(clients, config);
    aws.seen.length = 0;
    await expect(createLabelingJob(clients, config)).rejects.toThrow(/taken already exists.*likely yours/);
    await expect(createLabelingJob(clients, { ...config, LabelAttributeName: 'other' })).rejects.toThrow(
      /taken already exists. It is another job/,
    );
    expect(aws.seen.filter((entry) => /PUT|Create/.test(entry))).toEqual([]);
  });
});
