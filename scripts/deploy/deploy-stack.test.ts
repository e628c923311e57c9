import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecuteChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  DeletePublicAccessBlockCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { functionNames } from '#infra/describe-stack.ts';
import { type AwsStandIn, startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { createAccountClients } from '../aws-account/account-clients.ts';
import { buildLambdas } from '../build-lambdas.ts';
import { addDeployClients, type DeployClients } from './deploy-clients.ts';
import { type DeployStackOptions, deployStack, emitTemplate } from './deploy-stack.ts';
import { destroyStack } from './destroy-stack.ts';
import { payloadFor, postEvent, preEvent } from './testing/example-events.ts';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-deploy-'));
const distDir = join(folder, 'dist');
const outputsFile = join(folder, 'gtkit.outputs.json');
const bucket = 'gtkit-groundtruth-000000000000-us-east-1';

let backend: TestServer;
let aws: AwsStandIn;
let clients: DeployClients;
/** What the last command told. */
let told: string[] = [];

beforeAll(async () => {
  await buildLambdas({ outDir: distDir });
  mkdirSync(join(distDir, 'templates'));
  writeFileSync(join(distDir, 'templates', 'keypoint-pose.0a1b.js'), 'document.title = "pose";');
  writeFileSync(
    join(distDir, 'templates', 'keypoint-pose.s3.liquid.html'),
    '<script src="{{ "s3://__GTKIT_BUCKET__/templates/keypoint-pose.0a1b.js" | grant_read_access }}"></script>',
  );
  backend = await startTestServer();
  aws = await startAwsStandIn(backend);
});

afterAll(async () => {
  clients?.close();
  await aws?.close();
  await backend?.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  told = [];
  aws.faults.length = 0;
  aws.seen.length = 0;
  connect();
});

function connect(options: { dryRun?: boolean; signal?: AbortSignal; region?: string } = {}): DeployClients {
  clients?.close();
  const { region = 'us-east-1', ...rest } = options;
  clients = addDeployClients(
    createAccountClients({ endpointUrl: aws.url, region }, { ...rest, pauseMs: 1, onProgress }),
  );
  return clients;
}

function onProgress(event: { text: string }): void {
  told.push(event.text);
}

const deploy = (changes: Partial<DeployStackOptions> = {}) =>
  deployStack(clients, {
    stackName: 'lab',
    inputs: [],
    logRetentionDays: 30,
    outputsFile,
    distDir,
    approve: async () => true,
    confirm: async () => true,
    onProgress,
    pollMs: 5,
    ...changes,
  });

const destroy = (stackName = 'lab') =>
  destroyStack(clients, { stackName, outputsFile, approve: async () => true, onProgress, pollMs: 5 });

describe('deploying our stack', () => {
  it('makes the bucket, the functions and the role, and writes their addresses for job configs', async () => {
    const done = await deploy();
    expect(done.status).toBe('created');
    expect(done.plan.changes.map(({ action }) => action)).toEqual(done.plan.changes.map(() => 'Add'));
    expect(told.join('\n')).toContain('CREATE_COMPLETE              PosePostLabelingFunction');
    const outputs = JSON.parse(readFileSync(outputsFile, 'utf8'));
    expect(outputs).toMatchObject({
      stack: 'lab',
      region: 'us-east-1',
      accountId: '000000000000',
      bucket,
      outputPath: `s3://${bucket}/output`,
      preLambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:lab-keypoint-pre-LabelingFunction',
      boundingBoxPostLambdaArn:
        'arn:aws:lambda:us-east-1:000000000000:function:lab-bounding-box-post-LabelingFunction',
    });
    expect(outputs.roleArn).toMatch(/^arn:aws:iam::000000000000:role\/lab-LabelingJobRole-/);
    expect(outputs.keypointPoseTemplate).toMatch(
      /^s3:\/\/gtkit-groundtruth.*\/templates\/keypoint-pose\..*html$/,
    );
  });

  it('closes the new bucket to the public, encrypts it and lets labeling pages load images', async () => {
    const { s3 } = clients;
    const access = await s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket }));
    expect(Object.values(access.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket: bucket }));
    expect(JSON.stringify(encryption.ServerSideEncryptionConfiguration)).toContain('AES256');
    const cors = await s3.send(new GetBucketCorsCommand({ Bucket: bucket }));
    expect(cors.CORSRules?.[0]).toMatchObject({ AllowedMethods: ['GET'], AllowedOrigins: ['*'] });
  });

  it.each(functionNames)(
    'deploys %s as it was built, byte for byte, on Node 24, and it runs',
    async (name) => {
      const zip = readFileSync(join(distDir, 'lambdas', `${name}.zip`));
      const FunctionName = `lab-${name}-LabelingFunction`;
      const deployed = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      expect(deployed.CodeSha256).toBe(createHash('sha256').update(zip).digest('base64'));
      expect(deployed.Runtime).toBe('nodejs24.x');
      expect(process.version).toMatch(/^v24\./);
      const key = `gtkit/lambdas/${createHash('sha256').update(zip).digest('hex').slice(0, 16)}-${name}.zip`;
      await clients.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));

      const base = `s3://${bucket}/output/mice-1/annotations`;
      const Key = `output/mice-1/annotations/consolidated-annotation/consolidation-request/iteration-1/${name}.json`;
      const Body = JSON.stringify(payloadFor(name));
      await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
      const event = name.endsWith('-pre') ? preEvent() : postEvent(base, `s3://${bucket}/${Key}`);
      const answer = await clients.lambda.send(
        new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
      );
      const said = JSON.parse(answer.Payload?.transformToString() ?? '');
      expect(answer.FunctionError, JSON.stringify(said)).toBeUndefined();
      expect(said).toMatchObject(
        name.endsWith('-pre')
          ? { taskInput: { taskObject: 's3://frames/1.png' } }
          : [{ datasetObjectId: '0' }, { datasetObjectId: '1' }],
      );
    },
  );

  it('changes nothing when it is run again', async () => {
    const again = await deploy({ approve: () => Promise.reject(new Error('There is nothing to approve.')) });
    expect(again).toMatchObject({ status: 'unchanged', uploaded: 0 });
    expect(aws.seen).not.toContain('cloudformation:ExecuteChangeSet');
  });

  it('shows what an update changes, and does nothing when that is declined', async () => {
    const settings = { keypoint: { header: 'Mark the mouse' } };
    const declined = await deploy({ settings, approve: async () => false });
    expect(declined.status).toBe('declined');
    const { changes } = declined.plan;
    expect(changes.map(({ action, logicalId, details }) => [action, logicalId, details])).toEqual([
      ['Modify', 'PosePreLabelingFunction', ['Environment']],
      ['Modify', 'PosePostLabelingFunction', ['Environment']],
    ]);
    const updated = await deploy({ settings });
    expect(updated.status).toBe('updated');
    const FunctionName = 'lab-keypoint-pre-LabelingFunction';
    const deployed = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(deployed.Environment?.Variables?.['GTKIT_SETTINGS']).toContain('Mark the mouse');
  });

  it('rolls an update back that fails, and says why', async () => {
    const FunctionName = 'lab-keypoint-post-LabelingFunction';
    aws.logGroups.add('/aws/lambda/other');
    const failing = aws.cloudformation.failNext(
      'PosePostLabelingFunction',
      'The account has no room for it.',
    );
    await expect(deploy({ settings: { keypoint: { header: 'Another' } } })).rejects.toThrow(
      /PosePostLabelingFunction: The account has no room for it\. Everything is as it was before\./,
    );
    expect(failing.used).toBe(true);
    const kept = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(kept.Environment?.Variables?.['GTKIT_SETTINGS']).toContain('Mark the mouse');
    expect((await deploy({ settings: { keypoint: { header: 'Mark the mouse' } } })).status).toBe('unchanged');
  });

  it('goes on with the bucket that the stack has when none is named', async () => {
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'lab-groundtruth' }));
    expect((await deploy({ stackName: 'other', bucket: 'lab-groundtruth' })).status).toBe('created');
    expect(await deploy({ stackName: 'other' })).toMatchObject({
      status: 'unchanged',
      bucket: 'lab-groundtruth',
    });
    await destroy('other');
    await deploy({ settings: { keypoint: { header: 'Mark the mouse' } } });
  });

  it('keeps the bucket and what is in it when the stack is destroyed', async () => {
    const gone = await destroy();
    expect(gone).toMatchObject({ status: 'deleted', keptBuckets: [bucket], outputsRemoved: true });
    expect(existsSync(outputsFile)).toBe(false);
    expect(aws.cloudformation.stackNames()).toEqual([]);
    expect([...aws.roles.keys()]).toEqual([]);
    await clients.s3.send(new GetBucketCorsCommand({ Bucket: bucket }));
    await expect(destroy()).rejects.toThrow('There is no stack lab in us-east-1.');
  });
});

describe('what can go wrong', () => {
  it('leaves nothing behind of a first creation that fails, and the next run succeeds', async () => {
    aws.cloudformation.failNext(
      'BoxPreLabelingFunction',
      'User is not authorized to perform: lambda:CreateFunction',
    );
    await expect(deploy()).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringMatching(/lambda:CreateFunction\. Nothing of it is left/),
    });
    expect(aws.cloudformation.stackNames()).toEqual([]);
    expect(aws.logGroups.size).toBe(1);
    expect((await deploy()).status).toBe('created');
  });

  it('goes on after Ctrl-C in the middle of a deployment', async () => {
    await destroy();
    const stop = new AbortController();
    const release = aws.cloudformation.hold();
    connect({ signal: stop.signal });
    const broken = deploy({
      signal: stop.signal,
      onProgress(event) {
        onProgress(event);
        if (event.text.includes('CREATE_IN_PROGRESS')) stop.abort();
      },
    });
    await expect(broken).rejects.toThrow(/Run the same command again/);
    connect();
    const again = deploy();
    release();
    expect((await again).status).toBe('unchanged');
    expect(told.join('\n')).toContain('The stack lab is being worked on (CREATE_IN_PROGRESS)');
    expect(JSON.parse(readFileSync(outputsFile, 'utf8')).stack).toBe('lab');
  });

  it('waits when AWS asks to slow down, and says so', async () => {
    const message = 'Rate exceeded';
    aws.faults.push({ operation: 'CreateChangeSet', times: 5, status: 400, code: 'Throttling', message });
    expect((await deploy()).status).toBe('unchanged');
    expect(told.join('\n')).toContain('AWS asks to slow down (CreateChangeSet)');
  });

  it('names the permission that is missing', async () => {
    const message = 'User: bob is not authorized to perform: cloudformation:CreateChangeSet';
    aws.faults.push({ operation: 'CreateChangeSet', times: 9, status: 403, code: 'AccessDenied', message });
    await expect(deploy()).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('cloudformation:CreateChangeSet'),
    });
  });

  it('sends nothing to a bucket of somebody else', async () => {
    aws.foreignBuckets.set('somebodys', { accountId: '999999999999', region: 'us-east-1' });
    await expect(deploy({ bucket: 'somebodys' })).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('somebodys belongs to somebody else'),
    });
    expect(aws.seen.filter((entry) => entry.includes('PUT'))).toEqual([]);
    expect(aws.careless).toEqual([]);
  });

  it('refuses a bucket in another region, and says which', async () => {
    aws.foreignBuckets.set('frankfurt', { accountId: '000000000000', region: 'eu-central-1' });
    await expect(deploy({ bucket: 'frankfurt' })).rejects.toThrow(
      /is in eu-central-1.*--region eu-central-1/,
    );
  });

  it('makes no bucket that nobody asked for', async () => {
    await expect(deploy({ bucket: 'not-there-yet', confirm: async () => false })).rejects.toThrow(
      'There is no bucket not-there-yet.',
    );
    expect(aws.seen.filter((entry) => entry.startsWith('s3:PUT'))).toEqual([]);
  });

  it('completes a bucket of ours whose making was broken off', async () => {
    const { s3 } = clients;
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
    await s3.send(new DeleteBucketCorsCommand({ Bucket: bucket }));
    expect((await deploy()).status).toBe('unchanged');
    const access = await s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket }));
    expect(access.PublicAccessBlockConfiguration?.BlockPublicPolicy).toBe(true);
    expect((await s3.send(new GetBucketCorsCommand({ Bucket: bucket }))).CORSRules).toHaveLength(1);
  });

  it('leaves no empty stack behind when a first plan is declined', async () => {
    expect((await deploy({ stackName: 'second', approve: async () => false })).status).toBe('declined');
    expect(aws.cloudformation.stackNames()).toEqual(['lab']);
  });

  it('leaves a stack alone that somebody else made', async () => {
    const template = JSON.stringify({ Resources: { Log: { Type: 'AWS::Logs::LogGroup', Properties: {} } } });
    const request = { stackName: 'payroll', changeSetName: 'a', type: 'CREATE', template };
    const { Id } = aws.cloudformation.createChangeSet(request);
    await clients.cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
    for (const work of [() => deploy({ stackName: 'payroll' }), () => destroy('payroll')])
      await expect(work()).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('payroll was not made by this command line'),
      });
    expect(aws.cloudformation.stackNames()).toContain('payroll');
  });

  it('says that our own Ground Truth has no CloudFormation', async () => {
    clients.close();
    clients = addDeployClients(createAccountClients({ endpointUrl: backend.url, region: 'us-east-1' }));
    await expect(deploy()).rejects.toThrow(/There is no CloudFormation at http.*--aws/);
  });

  it.each(['9lives', 'my stack', 'x'.repeat(30)])('refuses the stack name %s', async (stackName) => {
    await expect(deploy({ stackName })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

describe('looking before', () => {
  it('shows every request of a dry run and sends only those that read', async () => {
    connect({ dryRun: true });
    const planned = await deploy({ stackName: 'planned' });
    expect(planned.status).toBe('planned');
    const held = clients.requests.filter(({ sent }) => !sent).map(({ operation }) => operation);
    expect(held).toEqual(expect.arrayContaining(['PutObject', 'CreateChangeSet', 'ExecuteChangeSet']));
    expect(aws.seen.filter((entry) => /PUT|POST|Create|Execute/.test(entry))).toEqual([]);
  });

  it('emits a template without asking anybody', async () => {
    const choices = { stackName: 'lab', inputs: ['s3://frames/mice'], logRetentionDays: 7, distDir };
    const text = JSON.stringify(await emitTemplate(choices));
    expect(text).toContain(`gtkit-groundtruth-${'$'}{AWS::AccountId}-${'$'}{AWS::Region}`);
    expect(text).toContain(':s3:::frames/mice/*');
    expect(aws.seen).toEqual([]);
  });
});
