import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionNames } from '#infra/describe-stack.ts';
import { type AwsStandIn, startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { createAccountClients } from '../aws-account/account-clients.ts';
import { addDeployClients, type DeployClients } from './deploy-clients.ts';
import { deployRecipe } from './deploy-recipe.ts';
import { type PublishOptions, publishApplication } from './publish-application.ts';

const distDir = mkdtempSync(join(tmpdir(), 'gtkit-publish-'));
let backend: TestServer;
let aws: AwsStandIn;
let clients: DeployClients;

beforeAll(async () => {
  for (const part of ['lambdas', 'templates']) mkdirSync(join(distDir, part));
  const code = new TextEncoder().encode('export const handler = async () => 1;');
  for (const name of functionNames)
    writeFileSync(join(distDir, 'lambdas', `${name}.zip`), zipSync({ 'index.mjs': code }));
  backend = await startTestServer();
  aws = await startAwsStandIn(backend);
  clients = addDeployClients(createAccountClients({ endpointUrl: aws.url, region: 'us-east-1' }));
});

afterAll(async () => {
  clients?.close();
  await aws?.close();
  await backend?.close();
  rmSync(distDir, { recursive: true });
});

const publish = (changes: Partial<PublishOptions> = {}) =>
  publishApplication(clients, {
    name: 'lab-annotation',
    author: 'the lab',
    semanticVersion: '1.0.0',
    shareWith: [],
    confirm: async () => true,
    onProgress() {},
    distDir,
    ...changes,
  });

const id = 'arn:aws:serverlessrepo:us-east-1:000000000000:applications/lab-annotation';

describe('publishing our application', () => {
  it('keeps it private, with its licence, readme and SAM template', async () => {
    expect(await publish()).toMatchObject({ status: 'created', applicationId: id, sharedWith: [] });
    const application = aws.repository.applications.get(id);
    expect(application?.policy).toEqual([]);
    expect(application?.details['licenseBody']).toContain('Apache License');
    expect(application?.details['readmeBody']).toContain('gtkit');
    const template = JSON.parse(application?.versions.get('1.0.0') ?? '');
    expect(template.Transform).toBe('AWS::Serverless-2016-10-31');
    expect(template.Parameters.DataBucket.Type).toBe('String');
  });

  it('lets the repository read the code, for this account alone, and nothing else', async () => {
    const bucket = 'gtkit-groundtruth-000000000000-us-east-1';
    const { Policy = '' } = await clients.s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(JSON.parse(Policy).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'serverlessrepo.amazonaws.com' },
        Resource: `arn:aws:s3:::${bucket}/gtkit/lambdas/*`,
        Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } },
      }),
    ]);
  });

  it('adds a version, and refuses one that is published already', async () => {
    await expect(publish()).rejects.toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining('Version 1.0.0 is published already'),
    });
    expect(await publish({ semanticVersion: '1.1.0' })).toMatchObject({ status: 'new version' });
    expect([...(aws.repository.applications.get(id)?.versions.keys() ?? [])]).toEqual(['1.0.0', '1.1.0']);
  });

  it('shares it with accounts that are named', async () => {
    await publish({ semanticVersion: '1.2.0', shareWith: ['111122223333'] });
    expect(aws.repository.applications.get(id)?.policy).toEqual([
      { statementId: 'Deploy', principals: ['111122223333'], actions: ['Deploy'] },
    ]);
  });

  it('can be deployed from there by whoever says which bucket is theirs', async () => {
    const deploy = (parameters: Record<string, string>) =>
      deployRecipe(clients, {
        stackName: 'theirs',
        applicationId: id,
        parameters,
        outputsFile: join(distDir, 'gtkit.outputs.json'),
        approve: async () => true,
        onProgress() {},
        pollMs: 5,
      });
    await expect(deploy({})).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/needs --parameter DataBucket=… \(Name of the bucket/),
    });
    const done = await deploy({ DataBucket: 'their-groundtruth-bucket' });
    expect(done).toMatchObject({
      status: 'created',
      outputs: {
        stack: 'serverlessrepo-theirs',
        outputPath: 's3://their-groundtruth-bucket/output',
        postLambdaArn: expect.stringMatching(/:function:serverlessrepo-theirs-PosePostLabelingFunction-/),
        classificationPreLambdaArn: expect.stringContaining('ClsPreLabelingFunction'),
        roleArn: expect.stringContaining('role/'),
      },
    });
    expect((await deploy({ DataBucket: 'their-groundtruth-bucket' })).status).toBe('unchanged');
  });

  it.each([{ semanticVersion: 'one' }, { semanticVersion: '2.0.0', shareWith: ['*'] }])(
    'refuses %o',
    async (changes) => {
      await expect(publish(changes)).rejects.toMatchObject({ code: 'invalid-argument' });
    },
  );
});
