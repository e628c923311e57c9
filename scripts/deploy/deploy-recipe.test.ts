import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecuteChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executionRoleTrust } from '#infra/policies.ts';
import { publishRecipe as publish, recipeId, recipeTemplate } from '#infra/testing/recipe-application.ts';
import { type AwsStandIn, startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { createAccountClients } from '../aws-account/account-clients.ts';
import { addDeployClients, type DeployClients } from './deploy-clients.ts';
import { type DeployRecipeOptions, deployRecipe, recipeApplication } from './deploy-recipe.ts';
import { destroyStack } from './destroy-stack.ts';
import { readRecipeTemplate } from './recipe-template.ts';
import { stackTags } from './stack-owner.ts';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-recipe-'));
const outputsFile = join(folder, 'gtkit.outputs.json');

let backend: TestServer;
let aws: AwsStandIn;
let clients: DeployClients;

beforeAll(async () => {
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

beforeEach(() => {
  const trust = executionRoleTrust({ accountId: '000000000000' });
  aws.roles.set('jobs', { name: 'jobs', arn: 'arn:aws:iam::000000000000:role/jobs', trust });
  aws.seen.length = 0;
});

const publishRecipe = (runtime: string) => publish(aws.repository, runtime);

const deploy = (changes: Partial<DeployRecipeOptions> = {}) =>
  deployRecipe(clients, {
    stackName: 'recipe',
    outputsFile,
    approve: async () => true,
    onProgress() {},
    pollMs: 5,
    ...changes,
  });

describe("deploying AWS's recipe", () => {
  it('refuses a runtime that is gone before anything is made, with the reason and two ways on', async () => {
    publishRecipe('python3.9');
    await expect(deploy()).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/python3\.9.*2026-06-01.*--patch-runtime python3\.13.*"gtkit deploy"/),
    });
    expect(aws.cloudformation.stackNames()).toEqual([]);
    expect(aws.seen.filter((entry) => /changesets|ChangeSet/.test(entry))).toEqual([]);
  });

  it('deploys the same template with a newer runtime when asked, as a stack of its own name', async () => {
    publishRecipe('python3.9');
    const done = await deploy({ patchRuntime: 'python3.13' });
    expect(done.status).toBe('created');
    expect(aws.cloudformation.stackNames()).toEqual(['recipe']);
    expect([...aws.foreignFunctions.values()].map(({ runtime }) => runtime)).toEqual([
      'python3.13',
      'python3.13',
    ]);
  });

  it('deploys an application whose runtime is good through the repository, and finds its functions', async () => {
    publishRecipe('python3.13');
    const done = await deploy({ role: 'jobs' });
    expect(done).toMatchObject({ status: 'created', trust: 'added' });
    expect(aws.cloudformation.stackNames()).toContain('serverlessrepo-recipe');
    const outputs = JSON.parse(readFileSync(outputsFile, 'utf8'));
    expect(outputs.stack).toBe('serverlessrepo-recipe');
    expect(outputs.preLambdaArn).toMatch(/:function:serverlessrepo-recipe-GtRecipePreHumanTaskFunc-\w+$/);
    expect(outputs.postLambdaArn).toMatch(/:function:serverlessrepo-recipe-GtRecipeAnnotationConsol-\w+$/);
  });

  it("lets the consolidation function's role, and no other, take the jobs' role, once", async () => {
    publishRecipe('python3.13');
    const { functionRoleArn } = await deploy({ role: 'arn:aws:iam::000000000000:role/jobs' });
    expect(functionRoleArn).toContain('GtRecipeAnnotationConsol');
    const trust = JSON.stringify(aws.roles.get('jobs')?.trust);
    expect(trust).toContain('"Service":"sagemaker.amazonaws.com"');
    expect(trust.split(functionRoleArn as string)).toHaveLength(2);
    expect((await deploy({ role: 'jobs' })).trust).toBe('there already');
    expect(JSON.stringify(aws.roles.get('jobs')?.trust)).toBe(trust);
  });

  it('says which role is to be made when there is none of that name, and keeps what is deployed', async () => {
    publishRecipe('python3.13');
    const done = await deploy({ role: 'nobody' });
    expect(done).toMatchObject({ status: 'unchanged', trust: 'no such role' });
    expect(done.outputs?.postLambdaArn).toContain('GtRecipeAnnotationConsol');
  });

  it('stands beside a deployment of ours, takes its place in job files, and gives it back', async () => {
    const ours = {
      stack: 'gtkit',
      region: 'us-east-1',
      accountId: '000000000000',
      preLambdaArn: 'arn:pre',
      postLambdaArn: 'arn:post',
      keypointPreLambdaArn: 'arn:pre',
      keypointPostLambdaArn: 'arn:post',
      roleArn: 'arn:role',
      outputPath: 's3://lab/output',
    };
    writeFileSync(outputsFile, JSON.stringify(ours));
    publishRecipe('python3.13');
    const { outputs } = await deploy({ role: 'jobs' });
    expect(outputs).toMatchObject({
      stack: 'gtkit',
      recipeStack: 'serverlessrepo-recipe',
      postLambdaArn: expect.stringContaining('GtRecipeAnnotationConsol'),
      roleArn: 'arn:aws:iam::000000000000:role/jobs',
      outputPath: 's3://lab/output',
    });
    const gone = await destroyStack(clients, {
      stackName: 'serverlessrepo-recipe',
      outputsFile,
      approve: async () => true,
      onProgress() {},
      pollMs: 5,
    });
    expect(gone).toMatchObject({ status: 'deleted', outputsRemoved: false });
    const left = JSON.parse(readFileSync(outputsFile, 'utf8'));
    expect(left).toMatchObject({ stack: 'gtkit', preLambdaArn: 'arn:pre', postLambdaArn: 'arn:post' });
    expect(left.recipeStack).toBeUndefined();
  });

  it('never turns a stack of our functions into the recipe', async () => {
    publishRecipe('python3.9');
    const { Id } = aws.cloudformation.createChangeSet({
      stackName: 'ours',
      changeSetName: 'a',
      type: 'CREATE',
      template: JSON.stringify({ Resources: { Log: { Type: 'AWS::Logs::LogGroup', Properties: {} } } }),
      tags: stackTags('functions'),
    });
    await clients.cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
    await expect(deploy({ stackName: 'ours', patchRuntime: 'python3.13' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/ours holds our functions, which AWS's recipe would replace.*--stack/),
    });
  });

  it('looks where AWS published it', () => {
    expect(recipeApplication('us-east-1')).toBe(recipeId('us-east-1'));
  });

  it('says when the application is not there', async () => {
    const applicationId = 'arn:aws:serverlessrepo:us-east-1:999999999999:applications/none';
    await expect(deploy({ applicationId })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a template with another runtime', () => {
  it('keeps tags and comments, and gives the second output of one name its own', () => {
    const template = readRecipeTemplate(recipeTemplate('python3.9'), Date.parse('2026-11-21'));
    expect(template).toMatchObject({
      runtimes: ['python3.9'],
      blocked: [{ runtime: 'python3.9', since: '2026-06-01' }],
    });
    const patched = template.patched('python3.13');
    expect(patched).not.toContain('python3.9');
    expect(patched).toContain('!GetAtt GtRecipePreHumanTaskFunction.Arn');
    expect(patched).toContain('# the pre-annotation function');
    expect(patched).toContain('GtRecipePreHumanTaskFunctionIamRole2:');
  });

  it('reads JSON as well, and says what is no template', () => {
    const text = JSON.stringify({ Resources: { F: { Properties: { Runtime: 'nodejs24.x' } } } });
    expect(readRecipeTemplate(text, 0)).toMatchObject({ runtimes: ['nodejs24.x'], blocked: [] });
    expect(() => readRecipeTemplate('<html>Sorry</html>', 0)).toThrow(/template cannot be read/);
  });
});
