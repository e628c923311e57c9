import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetBucketCorsCommand } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionNames } from '#infra/describe-stack.ts';
import { startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer } from '#server/testing/start-test-server.ts';
import { createAccountClients } from '../aws-account/account-clients.ts';
import { addDeployClients, type DeployClients } from './deploy-clients.ts';
import { deployStack } from './deploy-stack.ts';
import { deployTemplate } from './deploy-template.ts';
import { destroyStack } from './destroy-stack.ts';
import { findStack } from './stack-state.ts';

// A second opinion on our requests: moto, an imitation of AWS that others wrote. It has no change sets to speak
// of (those it makes leave the outputs empty), so stacks are created and updated at once here. It also
// has no rollback: what goes wrong while a stack is made becomes an answer of another service, and the stack stays
// half made. So failing is tried on our own stand-in, below.

const hasMoto = spawnSync('moto_server', ['--help']).status === 0;
if (!hasMoto) console.log('Skipped: moto_server is not installed (pip install "moto[server]").');

const folder = mkdtempSync(join(tmpdir(), 'gtkit-moto-'));
let moto: ChildProcess | undefined;
let clients: DeployClients;

afterAll(() => {
  clients?.close();
  moto?.kill();
  rmSync(folder, { recursive: true });
});

/** A port that was free a moment ago: moto cannot choose its own. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

beforeAll(() => {
  for (const part of ['lambdas', 'templates']) mkdirSync(join(folder, part));
  const code = new TextEncoder().encode('export const handler = async () => 1;');
  for (const name of functionNames) {
    writeFileSync(join(folder, 'lambdas', `${name}.zip`), zipSync({ 'index.mjs': code }));
  }
});

const following = { onProgress() {}, pollMs: 20 };
const outputsFile = join(folder, 'gtkit.outputs.json');
const stackOptions = {
  ...following,
  stackName: 'lab',
  inputs: [],
  logRetentionDays: 30,
  outputsFile,
  distDir: folder,
  approve: async () => true,
  confirm: async () => true,
};

describe.skipIf(!hasMoto)('a deployment on moto', () => {
  beforeAll(async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    while (!(await fetch(`${url}/moto-api/`).catch(() => undefined))) await wait(100);
    clients = addDeployClients(createAccountClients({ endpointUrl: url, region: 'us-east-1' }));
  });

  const deploy = (header?: string, withChangeSet = false) =>
    deployStack(clients, {
      ...stackOptions,
      settings: header === undefined ? undefined : { keypoint: { header } },
      withChangeSet,
    });
  const functions = async () => (await clients.lambda.send(new ListFunctionsCommand({}))).Functions ?? [];

  it('creates the bucket and the stack, with outputs for job files', async () => {
    const done = await deploy();
    expect(done.status).toBe('created');
    expect(done.outputs).toMatchObject({
      accountId: '123456789012',
      postLambdaArn: expect.stringMatching(/:function:lab-keypoint-post-LabelingFunction$/),
      roleArn: expect.stringMatching(/^arn:aws:iam::123456789012:role\//),
    });
    expect((await functions()).map(({ Runtime }) => Runtime)).toEqual(functionNames.map(() => 'nodejs24.x'));
  });

  it('finds nothing to do the second time', async () => {
    expect((await deploy(undefined, true)).status).toBe('unchanged');
  });

  it('updates a function', async () => {
    expect((await deploy('Mark the mouse')).status).toBe('updated');
    const settings = (await functions()).map(({ Environment }) => Environment?.Variables?.['GTKIT_SETTINGS']);
    expect(settings.filter((text) => text?.includes('Mark the mouse'))).toHaveLength(2);
  });

  it('shows a plan through a change set', async () => {
    const planned = await deployTemplate(clients, {
      ...following,
      stackName: 'planned',
      content: 'functions',
      templateBody: JSON.stringify({
        Resources: { Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } } },
      }),
      capabilities: [],
      approve: async ({ changes }) => {
        expect(changes.map(({ action, logicalId }) => [action, logicalId])).toEqual([['Add', 'Log']]);
        return false;
      },
    });
    expect(planned.status).toBe('declined');
    expect(await findStack(clients, 'planned')).toBeUndefined();
  });

  it('destroys the stack and keeps the bucket', async () => {
    const gone = await destroyStack(clients, {
      ...following,
      stackName: 'lab',
      outputsFile,
      approve: async () => true,
    });
    const [bucket = ''] = gone.keptBuckets;
    expect(gone.status).toBe('deleted');
    expect(await functions()).toEqual([]);
    await clients.s3.send(new GetBucketCorsCommand({ Bucket: bucket }));
  });
});

describe('a creation that fails', () => {
  it('leaves nothing behind and says why, on our own stand-in', async () => {
    console.log('A failed creation: moto has no rollback, so our own stand-in for CloudFormation shows it.');
    const backend = await startTestServer();
    const aws = await startAwsStandIn(backend);
    const connected = addDeployClients(createAccountClients({ endpointUrl: aws.url, region: 'us-east-1' }));
    aws.cloudformation.failNext('PosePostLabelingFunction', 'The account has no room for it.');
    await expect(deployStack(connected, stackOptions)).rejects.toThrow(
      /could not be created\. PosePostLabelingFunction: The account has no room for it\. Nothing of it is left/,
    );
    expect(aws.cloudformation.stackNames()).toEqual([]);
    connected.close();
    await aws.close();
    await backend.close();
  });
});
