import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deployerPolicy } from '#infra/deployer-policy.ts';
import { functionNames } from '#infra/describe-stack.ts';
import { allGrants, type Call, grantsFor } from '#infra/testing/evaluate-policy.ts';
import { publishRecipe } from '#infra/testing/recipe-application.ts';
import { s3Call } from '#infra/testing/s3-call.ts';
import { type AwsStandIn, startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { createAccountClients } from '../aws-account/account-clients.ts';
import { applyRole } from '../aws-account/apply-role.ts';
import { describeLabelingRole } from '../aws-account/labeling-role.ts';
import { addDeployClients, type DeployClients } from './deploy-clients.ts';
import { deployRecipe } from './deploy-recipe.ts';
import { deployStack } from './deploy-stack.ts';
import { destroyStack } from './destroy-stack.ts';
import { publishApplication } from './publish-application.ts';

// Every request of deploying, publishing and destroying is written down here, and with it what CloudFormation
// does in the same name; the policy that `gtkit role --deployer` prints has to allow each, and nothing more.

const place = { partition: 'aws', region: 'us-east-1', accountId: '000000000000' };
const bucket = 'lab-groundtruth';
const policy = deployerPolicy(place, { stackName: 'gtkit', bucket, roleName: 'labeling' });
const folder = mkdtempSync(join(tmpdir(), 'gtkit-deployer-'));
let backend: TestServer;
let aws: AwsStandIn;
let clients: DeployClients;

beforeAll(async () => {
  for (const part of ['lambdas', 'templates']) mkdirSync(join(folder, part));
  const code = new TextEncoder().encode('export const handler = async () => 1;');
  for (const name of functionNames)
    writeFileSync(join(folder, 'lambdas', `${name}.zip`), zipSync({ 'index.mjs': code }));
  writeFileSync(join(folder, 'templates', 'pose.s3.liquid.html'), '<crowd-form></crowd-form>');
  backend = await startTestServer();
  aws = await startAwsStandIn(backend);
  clients = addDeployClients(createAccountClients({ endpointUrl: aws.url, region: 'us-east-1' }));
});

afterAll(async () => {
  clients?.close();
  await aws?.close();
  await backend?.close();
  rmSync(folder, { recursive: true });
});

/** Who asks who they are needs no permission for it. */
const free = new Set(['GetCallerIdentity']);

const iam = 'arn:aws:iam::000000000000:role';
const stackArn = (name: string) => `arn:aws:cloudformation:us-east-1:000000000000:stack/${name}/0a1b`;

/** A request of ours as IAM sees it. */
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
  const action = `${service === 'serverlessapplicationrepository' ? 'serverlessrepo' : service}:${operation}`;
  if (free.has(operation)) return [];
  if (service === 's3') return [s3Call(operation, input as { Bucket?: string; Key?: string })];
  if (service === 'iam') return [{ action, resource: `${iam}/${value('RoleName')}` }];
  if (service === 'lambda') return [{ action, resource: value('FunctionName') }];
  if (service === 'serverlessapplicationrepository')
    return [{ action, resource: value('ApplicationId') || '*' }];
  const name = value('StackName');
  const resource = name.startsWith('arn:') ? name : stackArn(name);
  const tagged = operation === 'CreateChangeSet' ? [{ action: 'cloudformation:TagResource', resource }] : [];
  return [{ action, resource }, ...tagged];
}

/**
 * What CloudFormation does with a person's rights to each kind of resource of ours: create, read, update, delete.
 * From the permissions that its resource types declare.
 */
const handled: Record<string, string[]> = {
  'arn:aws:lambda:us-east-1:000000000000:function:NAME': [
    'lambda:CreateFunction',
    'lambda:DeleteFunction',
    'lambda:GetFunction',
    'lambda:GetFunctionCodeSigningConfig',
    'lambda:GetFunctionConfiguration',
    'lambda:GetFunctionRecursionConfig',
    'lambda:GetRuntimeManagementConfig',
    'lambda:ListTags',
    'lambda:TagResource',
    'lambda:UntagResource',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
  ],
  [`${iam}/NAME`]: [
    'iam:CreateRole',
    'iam:DeleteRole',
    'iam:DeleteRolePolicy',
    'iam:GetRole',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:ListRolePolicies',
    'iam:PutRolePolicy',
    'iam:TagRole',
    'iam:UntagRole',
    'iam:UpdateAssumeRolePolicy',
    'iam:UpdateRole',
  ],
  'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/NAME': [
    'logs:CreateLogGroup',
    'logs:DeleteLogGroup',
    'logs:ListTagsForResource',
    'logs:PutRetentionPolicy',
    'logs:TagResource',
    'logs:UntagResource',
  ],
};

const cloudformationCalls: Call[] = [
  ...[
    'gtkit-keypoint-pre-LabelingFunction',
    'serverlessrepo-gtkit-rec-GtRecipePreHumanTaskFunc-0A1B',
  ].flatMap((name) => [
    ...Object.entries(handled).flatMap(([pattern, actions]) =>
      actions.map((action) => ({ action, resource: pattern.replace('NAME', name) })),
    ),
    {
      action: 'iam:PassRole',
      resource: `${iam}/${name}`,
      context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    },
  ]),
  { action: 'logs:DescribeLogGroups', resource: '*' },
  { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/gtkit/lambdas/0a1b-keypoint-pre.zip` },
  {
    action: 'cloudformation:CreateChangeSet',
    resource: 'arn:aws:cloudformation:us-east-1:aws:transform/Serverless-2016-10-31',
  },
  // The role of jobs is tagged as it is made, and changed when its needs are.
  ...['iam:TagRole', 'iam:GetRolePolicy', 'iam:UpdateAssumeRolePolicy'].map((action) => ({
    action,
    resource: `${iam}/labeling`,
  })),
  {
    action: 'serverlessrepo:PutApplicationPolicy',
    resource: 'arn:aws:serverlessrepo:us-east-1:000000000000:applications/a',
  },
];

it('lets a deployer make every call, and nothing that no call needs', async () => {
  const options = {
    inputs: [],
    logRetentionDays: 30,
    outputsFile: join(folder, 'gtkit.outputs.json'),
    bucket,
    distDir: folder,
    approve: async () => true,
    confirm: async () => true,
    onProgress() {},
    pollMs: 5,
  };
  await deployStack(clients, { ...options, stackName: 'gtkit' });
  await deployStack(clients, {
    ...options,
    stackName: 'gtkit',
    settings: { keypoint: { header: 'Mark the mouse' } },
    approve: async () => false,
  });
  for (const name of ['a', 'b']) {
    await publishApplication(clients, {
      ...options,
      name: 'kit',
      author: 'Ann',
      semanticVersion: name === 'a' ? '1.0.0' : '1.0.1',
      shareWith: [],
    });
  }
  publishRecipe(aws.repository, 'python3.13');
  const outputs = await deployRecipe(clients, { ...options, stackName: 'gtkit-recipe' });
  await applyRole(
    clients,
    describeLabelingRole(place, {
      name: 'labeling',
      inputs: [],
      output: `s3://${bucket}/output`,
      functionArns: [outputs.outputs?.postLambdaArn ?? ''],
    }),
  );
  for (const stackName of ['gtkit', 'serverlessrepo-gtkit-recipe'])
    await destroyStack(clients, { ...options, stackName });

  const stacksAtOnce = ['CreateStack', 'UpdateStack'].map((name) => ({
    action: `cloudformation:${name}`,
    resource: stackArn('gtkit'),
  }));
  const calls = [...clients.requests.flatMap(callsOf), ...stacksAtOnce, ...cloudformationCalls];
  const denied = calls.filter((call) => grantsFor(policy, call).length === 0);
  expect(denied, 'calls that are made and not allowed').toEqual([]);
  const used = new Set(calls.flatMap((call) => grantsFor(policy, call)).map(({ action }) => action));
  const idle = allGrants(policy).filter(({ action }) => !used.has(action));
  expect(idle, 'what is allowed and no call needs').toEqual([]);
});

it.each([
  ['a stack of somebody else', 'cloudformation:DeleteStack', stackArn('payroll')],
  ['a role of somebody else', 'iam:PutRolePolicy', `${iam}/admin`],
  [
    'a function of somebody else',
    'lambda:UpdateFunctionCode',
    'arn:aws:lambda:us-east-1:000000000000:function:billing',
  ],
  [
    'images and labels',
    's3:GetObject',
    `arn:aws:s3:::${bucket}/output/mice-1/manifests/output/output.manifest`,
  ],
  ['deleting the bucket', 's3:DeleteBucket', `arn:aws:s3:::${bucket}`],
])('denies a deployer %s', (_what, action, resource) => {
  expect(grantsFor(policy, { action, resource })).toEqual([]);
});
