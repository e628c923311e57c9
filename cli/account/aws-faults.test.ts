import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publishRecipe } from '#infra/testing/recipe-application.ts';
import { type AwsStandIn, startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { TestWorker } from '#server/testing/test-worker.ts';
import { runLine } from '../testing/run-line.ts';

// Everything that AWS does to a command and our own Ground Truth never does, for each command that says --aws:
// nobody is signed in, the region is wrong, a permission is missing, AWS asks to slow down, somebody presses
// Ctrl-C, a bucket is somebody else's or lies elsewhere. They run in this process, as the shell's words say.

const folder = mkdtempSync(join(tmpdir(), 'gtkit-aws-faults-'));
const before = { directory: process.cwd(), environment: process.env };
let backend: TestServer;
let aws: AwsStandIn;
/** Numbers the runs, for names that may be taken once only. */
let runs = 0;

const signedIn = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

beforeAll(async () => {
  backend = await startTestServer();
  aws = await startAwsStandIn(backend);
  publishRecipe(aws.repository, 'python3.13');
  process.chdir(folder);
  process.env = {
    PATH: before.environment['PATH'],
    HOME: folder,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'us-east-1',
    // The SDK's own attempts would only take time.
    AWS_MAX_ATTEMPTS: '1',
    GTKIT_AWS_ENDPOINT_URL: aws.url,
    ...signedIn,
  };
  mkdirSync('frames');
  const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: '#a99' } });
  writeFileSync(join('frames', 'a.png'), await picture.png().toBuffer());
  writeFileSync(
    'page.html',
    '<script src="crowd-html-elements.js"></script><crowd-form>{{ task.input.taskObject }}</crowd-form>',
  );
  writeFileSync('job.mjs', `export default ${JSON.stringify(job)};`);
  await run('deploy --aws --yes');
  await run('manifest frames --aws --to s3://lab/frames --output lab.manifest');
  await run('workteam create students --aws --oidc-group lab');
  await createJob('ended');
  await createJob('open');
  const worker = await TestWorker.signIn(backend.url, 'Ada');
  await worker.submit(await worker.mustTake('ended'), {});
  await run('job watch ended --aws');
}, 180_000);

afterAll(async () => {
  process.chdir(before.directory);
  process.env = before.environment;
  await aws?.close();
  await backend?.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  aws.faults.length = 0;
});

const job = {
  LabelingJobName: 'JOB',
  LabelAttributeName: 'pose',
  InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: 'lab.manifest' } } },
  OutputConfig: { S3OutputPath: 's3://lab/output' },
  RoleArn: 'arn:aws:iam::000000000000:role/labeling',
  HumanTaskConfig: {
    WorkteamArn: 'students',
    UiConfig: { UiTemplateS3Uri: 'page.html' },
    PreHumanTaskLambdaArn: 'test-pre-LabelingFunction',
    AnnotationConsolidationConfig: { AnnotationConsolidationLambdaArn: 'test-post-LabelingFunction' },
    TaskTitle: 'Mark the mice',
    TaskDescription: 'Place seven points on each mouse.',
    NumberOfHumanWorkersPerDataObject: 1,
    TaskTimeLimitInSeconds: 600,
  },
};

function writeJob(name: string, output = job.OutputConfig.S3OutputPath): string {
  const file = `${name}.json`;
  const value = { ...job, LabelingJobName: name, OutputConfig: { S3OutputPath: output } };
  writeFileSync(file, JSON.stringify(value));
  return file;
}

async function createJob(name: string): Promise<void> {
  expect(await run(`job create ${writeJob(name)} --aws`)).toMatchObject({ code: 0 });
}

/** Types a line; `listen` hears what the command says on the way. */
const run = (words: string, listen?: (err: string) => void) => runLine(words.split(' '), listen);

interface Case {
  /** What is typed; N is another number each time. */
  words: string;
  /** The request that goes wrong. */
  operation: string;
  /** What IAM calls it. */
  action: string;
}

const cases: Case[] = [
  { words: 'deploy --aws --yes', operation: 'CreateChangeSet', action: 'cloudformation:CreateChangeSet' },
  {
    words: 'deploy --aws --recipe --yes',
    operation: 'POST changesets',
    action: 'serverlessrepo:CreateCloudFormationChangeSet',
  },
  {
    words: 'publish --aws --yes --semantic-version 1.0.N',
    operation: 'GET applications',
    action: 'serverlessrepo:ListApplications',
  },
  {
    words: 'role --aws --apply --output s3://lab/output --name role-N',
    operation: 'CreateRole',
    action: 'iam:CreateRole',
  },
  {
    words: 'manifest frames --aws --to s3://lab/frames --output lab.manifest',
    operation: 'PUT /lab',
    action: 's3:PutObject',
  },
  {
    words: 'job create job-N.json --aws',
    operation: 'CreateLabelingJob',
    action: 'sagemaker:CreateLabelingJob',
  },
  { words: 'job list --aws', operation: 'ListLabelingJobs', action: 'sagemaker:ListLabelingJobs' },
  {
    words: 'job watch ended --aws',
    operation: 'DescribeLabelingJob',
    action: 'sagemaker:DescribeLabelingJob',
  },
  {
    words: 'job chain ended chained-N --aws --attribute again',
    operation: 'CreateLabelingJob',
    action: 'sagemaker:CreateLabelingJob',
  },
  { words: 'job stop open --aws', operation: 'DescribeLabelingJob', action: 'sagemaker:DescribeLabelingJob' },
  { words: 'results ended --aws --output labels-N', operation: 'GET /lab', action: 's3:GetObject' },
  {
    words: 'workteam create team-N --aws --oidc-group lab',
    operation: 'CreateWorkteam',
    action: 'sagemaker:CreateWorkteam',
  },
  { words: 'workteam list --aws', operation: 'ListWorkteams', action: 'sagemaker:ListWorkteams' },
  {
    words: 'workforce create lab --aws --cognito-pool us-east-1_a --cognito-client b',
    operation: 'ListWorkforces',
    action: 'sagemaker:ListWorkforces',
  },
  { words: 'workforce list --aws', operation: 'ListWorkforces', action: 'sagemaker:ListWorkforces' },
  { words: 'doctor --aws', operation: 'ListWorkteams', action: 'sagemaker:ListWorkteams' },
  { words: 'destroy --aws --yes', operation: 'DeleteStack', action: 'cloudformation:DeleteStack' },
];

/** The words with names of their own, and the file that they name. */
function typed(words: string): string {
  const text = words.replaceAll('N', String(++runs));
  const file = / (job-\d+)\.json/.exec(text)?.[1];
  if (file !== undefined) writeJob(file);
  return text;
}

const fault = (operation: string, times: number, status: number, code: string, message: string) => {
  aws.faults.push({ operation, times, status, code, message });
};

/** What of the seen requests changes anything. */
const changes = () =>
  aws.seen.filter((entry) =>
    /^(cloudformation|iam|sagemaker|sts):(?!Get|List|Describe|Simulate)|^(s3|lambda|serverlessrepo):(?!GET|HEAD)/.test(
      entry,
    ),
  );

describe.each(cases)('gtkit $words', ({ words, operation, action }) => {
  it('shows every request of a dry run, as words and as JSON, and changes nothing', async () => {
    const text = typed(words);
    aws.seen.length = 0;
    const spoken = await run(`${text} --dry-run`);
    expect(spoken.code).toBe(0);
    expect(spoken.out).toMatch(/Nothing (would be|was) changed/);
    const { code, out } = await run(`${text} --dry-run --json`);
    expect(code).toBe(0);
    const { dryRun, requests } = JSON.parse(out);
    expect(dryRun).toBe(true);
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests)
      expect(request).toMatchObject({
        service: expect.any(String),
        operation: expect.any(String),
        input: {},
      });
    expect(changes()).toEqual([]);
  });

  it('says what to do when nobody is signed in', async () => {
    for (const name of Object.keys(signedIn)) delete process.env[name];
    const { code, out, err } = await run(typed(words));
    Object.assign(process.env, signedIn);
    expect(out + err).toContain('No AWS credentials were found. Set AWS_PROFILE');
    expect(code).toBe(1);
  });

  it('says that the region may be the wrong one', async () => {
    const { code, out, err } = await run(`${typed(words)} --region eu-west-1`);
    expect(out + err).toMatch(/eu-west-1.*--region/s);
    expect([1, 2]).toContain(code);
  });

  it('names the permission that is missing, and where to find what to ask for', async () => {
    const message = `User: arn:aws:iam::000000000000:user/ann is not authorized to perform: ${action}`;
    fault(operation, 99, 403, 'AccessDeniedException', message);
    const { code, out, err } = await run(typed(words));
    expect(out + err).toContain(action);
    expect(out + err).toMatch(/"gtkit role --(submitter|deployer)" prints a policy to ask for/);
    // What may not be looked at is no failure of the job that is examined.
    expect(code).toBe(words.startsWith('doctor') ? 0 : 1);
  });

  it('waits when AWS asks to slow down, says so, and goes on', async () => {
    fault(operation, 1, 400, 'ThrottlingException', 'Rate exceeded');
    const { code, err, out } = await run(`${typed(words)} --json`);
    expect(() => JSON.parse(out), out).not.toThrow();
    expect(err).toMatch(/AWS asks to slow down \(\w+\); trying again, attempt 2 of 7\./);
    expect(err).not.toContain('unforeseen');
    expect(code).toBe(0);
  });

  it('stops at Ctrl-C, and does it all when it is run again', async () => {
    if (words.startsWith('destroy')) await run('deploy --aws --yes');
    const text = typed(words);
    fault(operation, 99, 400, 'ThrottlingException', 'Rate exceeded');
    let stopped = false;
    const first = await run(text, (err) => {
      if (stopped || !err.includes('AWS asks to slow down')) return;
      stopped = true;
      process.emit('SIGINT');
    });
    expect(first.out + first.err).toMatch(/Stopped before \w+ was done\. Run the same command again/);
    expect(first.code).toBe(1);
    aws.faults.length = 0;
    const second = await run(text);
    expect(`${second.code} ${second.code === 0 ? '' : second.out + second.err}`).toBe('0 ');
  });
});

it('says what is wrong with a profile that gives no credentials', async () => {
  for (const name of Object.keys(signedIn)) delete process.env[name];
  process.env['AWS_PROFILE'] = 'nobody';
  const { code, err } = await run('workteam list --aws');
  delete process.env['AWS_PROFILE'];
  Object.assign(process.env, signedIn);
  expect(err).toMatch(/The AWS profile nobody gives no credentials: .*"aws sso login"/);
  expect(code).toBe(1);
});

describe('a bucket', () => {
  const uses = [
    { words: 'deploy --aws --yes --stack other --bucket BUCKET' },
    { words: 'publish --aws --yes --semantic-version 2.0.N --bucket BUCKET' },
    { words: 'manifest frames --aws --to s3://BUCKET/frames --output other.manifest' },
    { words: 'manifest s3://BUCKET/frames --aws --output other.manifest' },
    { words: 'job create bucket-job.json --aws' },
    { words: 'doctor bucket-job.json --aws' },
  ];

  it.each(uses)('of somebody else is refused by "gtkit $words"', async ({ words }) => {
    aws.foreignBuckets.set('somebodys', { accountId: '999999999999', region: 'us-east-1' });
    writeJob('bucket-job', 's3://somebodys/output');
    aws.seen.length = 0;
    const { code, out, err } = await run(typed(words.replace('BUCKET', 'somebodys')));
    expect(out + err).toMatch(/somebodys belongs to (somebody else|another account)/);
    expect(code).toBe(1);
    expect(aws.seen.filter((entry) => /^s3:(PUT|POST|DELETE)|Create/.test(entry))).toEqual([]);
  });

  it.each(uses)('in another region is refused, with the region, by "gtkit $words"', async ({ words }) => {
    aws.foreignBuckets.set('frankfurt', { accountId: '000000000000', region: 'eu-central-1' });
    writeJob('bucket-job', 's3://frankfurt/output');
    const { code, out, err } = await run(typed(words.replace('BUCKET', 'frankfurt')));
    expect(out + err).toMatch(/in eu-central-1.*--region eu-central-1/s);
    expect([1, 2]).toContain(code);
  });
});
