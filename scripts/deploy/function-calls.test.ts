import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeStack, type FunctionName, functionNames } from '#infra/describe-stack.ts';
import { type Call, grantsFor } from '#infra/testing/evaluate-policy.ts';
import { type AwsStandIn, startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { createAccountClients } from '../aws-account/account-clients.ts';
import { buildLambdas } from '../build-lambdas.ts';
import { addDeployClients, type DeployClients } from './deploy-clients.ts';
import { answerTo, payloadFor, postEvent, preEvent } from './testing/example-events.ts';

// The built functions run here and every request that they make is written down: their policies have to allow
// each of them. The table of infra/policies.test.ts says what else Lambda itself does with their roles.

const folder = mkdtempSync(join(tmpdir(), 'gtkit-calls-'));
const environment = { ...process.env };
const base = 's3://labels/output/mice-1/annotations';
let backend: TestServer;
let aws: AwsStandIn;
let clients: DeployClients;

const { functions } = describeStack({
  place: { partition: 'aws', region: 'us-east-1', accountId: '000000000000' },
  stackName: 'lab',
  inputs: [{ bucket: 'frames', prefix: '' }],
  output: { bucket: 'labels', prefix: 'output/' },
  logRetentionDays: 30,
});

beforeAll(async () => {
  await buildLambdas({ outDir: folder });
  backend = await startTestServer();
  aws = await startAwsStandIn(backend);
  clients = addDeployClients(createAccountClients({ endpointUrl: aws.url, region: 'us-east-1' }));
  await clients.s3.send(new CreateBucketCommand({ Bucket: 'labels' }));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});

afterAll(async () => {
  process.env = environment;
  clients?.close();
  await aws?.close();
  await backend?.close();
  rmSync(folder, { recursive: true });
});

async function put(uri: string, value: unknown): Promise<string> {
  const Key = uri.slice('s3://labels/'.length);
  await clients.s3.send(new PutObjectCommand({ Bucket: 'labels', Key, Body: JSON.stringify(value) }));
  return uri;
}

/** The handler inside a built zip, as Lambda would load it. */
async function handlerOf(name: FunctionName): Promise<(event: unknown) => Promise<unknown>> {
  const files = unzipSync(readFileSync(join(folder, 'lambdas', `${name}.zip`)));
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, files['index.mjs'] ?? '');
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)).handler;
}

/** Kinds of calls that any function has made. */
const kinds = new Set<string>();

/** A request to S3 as IAM sees it. */
function callOf(entry: string): Call {
  const [, method, address = ''] = /^s3:(\w+) (.*)$/.exec(entry) ?? [];
  const { pathname, searchParams } = new URL(address, 'http://s3');
  const resource = `arn:aws:s3:::${decodeURIComponent(pathname.slice(1)).replace(/\/$/, '')}`;
  if (searchParams.has('list-type')) {
    return { action: 's3:ListBucket', resource, context: { 's3:prefix': searchParams.get('prefix') ?? '' } };
  }
  return { action: method === 'PUT' ? 's3:PutObject' : 's3:GetObject', resource };
}

describe('the built functions', () => {
  it.each(functionNames.filter((name) => name.endsWith('-post')))(
    'make only calls that the policy of %s allows',
    async (name) => {
      const task = name.replace('-post', '');
      const payload = payloadFor(name);
      // A long answer lies beside the payload instead of in it.
      const offloaded = await put(`${base}/worker-response/iteration-1/0/1.json`, answerTo(name, 3));
      payload[0]?.annotations.push({ workerId: 'w-3', annotationData: { s3Uri: offloaded } });
      const s3Uri = await put(
        `${base}/consolidated-annotation/consolidation-request/iteration-1/${task}.json`,
        payload,
      );
      const handler = await handlerOf(name);
      aws.seen.length = 0;
      const result = await handler(postEvent(base, s3Uri));
      expect(result).toHaveLength(2);
      const made = aws.seen.map(callOf);
      for (const { action } of made) kinds.add(action);
      const policy = functions.find((entry) => entry.name === name)?.role.policy;
      expect(made.filter((call) => policy === undefined || grantsFor(policy, call).length === 0)).toEqual([]);
    },
  );

  it.each(functionNames.filter((name) => name.endsWith('-pre')))('%s makes no call at all', async (name) => {
    const handler = await handlerOf(name);
    aws.seen.length = 0;
    const answer = await handler(preEvent()).catch((error: Error) => error);
    expect(answer).toBeDefined();
    expect(aws.seen).toEqual([]);
  });

  it('read, list and keep what they learn of workers, all of it allowed', () => {
    expect([...kinds].sort()).toEqual(['s3:GetObject', 's3:ListBucket', 's3:PutObject']);
  });
});
