import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allGrants, type Call, grantsFor } from '#infra/testing/evaluate-policy.ts';
import { s3Call } from '#infra/testing/s3-call.ts';
import { type AwsStandIn, startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { testFunctionArn } from '#server/testing/test-functions.ts';
import { TestWorker } from '#server/testing/test-worker.ts';
import { ensureBucket, writeObject } from '../bucket.ts';
import { createLabelingJob, submitLabelingJob } from '../create-labeling-job.ts';
import { type JobConfig, parseJobConfig } from '../job-config.ts';
import { listJobs, stopJob, watchJob } from '../labeling-job.ts';
import { type AccountClients, createAccountClients } from './account-clients.ts';
import { applyRole } from './apply-role.ts';
import { prepareChain } from './chain-job.ts';
import { examine } from './doctor.ts';
import { downloadResults } from './download-results.ts';
import { estimateJob } from './estimate-job.ts';
import { describeLabelingRole } from './labeling-role.ts';
import { prepareLabelingJob } from './prepare-labeling-job.ts';
import { createTeam, describeTeam, listTeams, listWorkforces } from './workteams.ts';

// Somebody who has nothing but the policy that `gtkit role` prints for them creates, watches, stops and chains
// jobs, examines them and fetches their results: each request is allowed, and nothing is that no request needs.

const place = { partition: 'aws', region: 'us-east-1', accountId: '000000000000' };
const folder = mkdtempSync(join(tmpdir(), 'gtkit-submitter-'));
let backend: TestServer;
let aws: AwsStandIn;
let admin: AccountClients;
let clients: AccountClients;

const role = describeLabelingRole(place, {
  name: 'labeling',
  inputs: ['s3://lab/images/', 's3://lab/templates/'],
  output: 's3://lab/output',
  functionArns: [testFunctionArn('test-pre'), testFunctionArn('test-post')],
});

beforeAll(async () => {
  backend = await startTestServer();
  aws = await startAwsStandIn(backend);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const connection = { endpointUrl: aws.url, region: 'us-east-1', asAws: true };
  admin = createAccountClients(connection);
  clients = createAccountClients(connection);
  await ensureBucket(admin, 'lab');
  await writeObject(admin, 's3://lab/images/a.png', 'a', 'image/png');
  const page =
    '<script src="crowd-html-elements.js"></script><crowd-form>{{ task.input.taskObject }}</crowd-form>';
  await writeObject(admin, 's3://lab/templates/page.liquid.html', page, 'text/html');
  writeFileSync(join(folder, 'a.manifest'), '{"source-ref":"s3://lab/images/a.png"}\n');
  await createTeam(admin, { name: 'students', description: 'The lab' }, { oidcGroups: ['lab'] });
  await applyRole(admin, role);
});

afterAll(async () => {
  admin?.close();
  clients?.close();
  await aws?.close();
  await backend?.close();
  rmSync(folder, { recursive: true });
});

const config = (name: string): JobConfig =>
  parseJobConfig(
    {
      LabelingJobName: name,
      LabelAttributeName: 'pose',
      InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: join(folder, 'a.manifest') } } },
      OutputConfig: { S3OutputPath: 's3://lab/output' },
      RoleArn: role.arn,
      HumanTaskConfig: {
        WorkteamArn: 'students',
        UiConfig: { UiTemplateS3Uri: 's3://lab/templates/page.liquid.html' },
        PreHumanTaskLambdaArn: 'test-pre-LabelingFunction',
        AnnotationConsolidationConfig: { AnnotationConsolidationLambdaArn: testFunctionArn('test-post') },
        TaskTitle: 'Mark the mice',
        TaskDescription: 'Place seven points on each mouse.',
        NumberOfHumanWorkersPerDataObject: 1,
        TaskTimeLimitInSeconds: 600,
      },
      Tags: [{ Key: 'project', Value: 'mice' }],
    },
    { connection: clients.connection },
  );

/** Operations on a thing whose name is in the request; all else is asked of the account as a whole. */
function callsOf({
  service,
  operation,
  input,
}: {
  service: string;
  operation: string;
  input: unknown;
}): Call[] {
  const value = (name: string) => String((input as Record<string, unknown>)[name] ?? '');
  const action = `${service}:${operation}`;
  if (operation === 'GetCallerIdentity') return [];
  if (service === 's3') return [s3Call(operation, input as { Bucket?: string; Key?: string })];
  if (service === 'iam') return [{ action, resource: value('PolicySourceArn') || role.arn }];
  const job = value('LabelingJobName');
  if (job === '') return [{ action, resource: '*' }];
  const resource = `arn:aws:sagemaker:us-east-1:000000000000:labeling-job/${job}`;
  if (operation !== 'CreateLabelingJob') return [{ action, resource }];
  return [
    { action, resource },
    { action: 'sagemaker:AddTags', resource },
    {
      action: 'iam:PassRole',
      resource: value('RoleArn'),
      context: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
    },
  ];
}

it('lets a submitter make every call, and nothing that no call needs', async () => {
  const first = await prepareLabelingJob(clients, config('first'));
  await estimateJob(clients, first);
  await submitLabelingJob(clients, first);
  const worker = await TestWorker.signIn(backend.url, 'Ada');
  await worker.submit(await worker.mustTake('first'), {});
  await watchJob(clients, 'first', { intervalMs: 20 });
  await estimateJob(clients, first);
  const chain = await prepareChain(clients, 'first', { name: 'second', attribute: 'again' });
  await submitLabelingJob(clients, chain.job);
  await stopJob(clients, 'second');
  await createLabelingJob(clients, config('third'));
  await downloadResults(clients, 'first', { folder: join(folder, 'labels') });
  await listJobs(clients);
  await listTeams(clients);
  await describeTeam(clients, 'students');
  // On AWS the portal's address is that of the workforce.
  await listWorkforces(clients);
  const checks = await examine(clients, { job: { config: config('fourth'), file: 'job.yaml' } });
  expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
  // A bucket that may not be seen is looked for among the account's own.
  const seen = { service: 's3', operation: 'ListBuckets', input: {} };
  const workforce = { service: 'sagemaker', operation: 'DescribeWorkforce', input: {} };

  const calls = [...clients.requests, seen, workforce].flatMap(callsOf);
  const denied = calls.filter((call) => grantsFor(role.submitter, call).length === 0);
  expect(denied, 'calls that are made and not allowed').toEqual([]);
  const used = new Set(calls.flatMap((call) => grantsFor(role.submitter, call)).map(({ action }) => action));
  const idle = allGrants(role.submitter).filter(({ action }) => !used.has(action));
  expect(idle, 'what is allowed and no call needs').toEqual([]);
});

it('warns when the role may not read where the images are', async () => {
  const elsewhere = { ...config('fifth') };
  await writeObject(admin, 's3://lab/elsewhere/b.png', 'b', 'image/png');
  writeFileSync(join(folder, 'b.manifest'), '{"source-ref":"s3://lab/elsewhere/b.png"}\n');
  elsewhere.InputConfig.DataSource.S3DataSource = { ManifestS3Uri: join(folder, 'b.manifest') };
  const checks = await examine(clients, { job: { config: elsewhere, file: 'job.yaml' } });
  expect(checks.find(({ what }) => what === 'permissions')).toMatchObject({
    state: 'warning',
    found: expect.stringContaining('s3:GetObject on arn:aws:s3:::lab/elsewhere/b.png'),
    advice: expect.stringContaining('gtkit role'),
  });
});
