import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-account-cli-'));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  writeFileSync(
    join(folder, 'page.html'),
    '<script src="crowd-html-elements.js"></script><crowd-form>{{ task.input.x }}',
  );
  writeFileSync(join(folder, 'images.manifest'), '{"source-ref":"s3://lab/a.png"}\n');
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders of the job file
  writeFileSync(
    join(folder, 'job.yaml'),
    `LabelingJobName: mice-1
LabelAttributeName: pose
InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: images.manifest } } }
OutputConfig: { S3OutputPath: s3://lab/output }
RoleArn: ${'${outputs.roleArn}'}
HumanTaskConfig:
  WorkteamArn: students
  UiConfig: { UiTemplateS3Uri: page.html }
  PreHumanTaskLambdaArn: test-pre-LabelingFunction
  TaskTitle: Mark the mice
  TaskDescription: Place seven points on each mouse.
  NumberOfHumanWorkersPerDataObject: 5
  TaskTimeLimitInSeconds: 600
`,
  );
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders of the job file
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Calls the command line as a shell of somebody without any AWS account does. */
async function gtkit(...parameters: string[]) {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^AWS_/.test(name)));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'gtkit.ts'), ...parameters], {
    cwd: folder,
    env: { ...environment, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += part));
  child.stderr.on('data', (part) => (err += part));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

const local = () => ['--local', '--endpoint-url', server.url];

describe('the commands of an account', () => {
  it.each([
    'manifest',
    'job create',
    'job chain',
    'results',
    'workteam create',
    'workforce create',
    'role',
    'doctor',
  ])('explain "%s" with an example and --dry-run', async (command) => {
    const { code, out } = await gtkit(...command.split(' '), '--help');
    expect(code).toBe(0);
    for (const words of ['Examples:', '--dry-run', '--json', '--aws', '--local'])
      expect(out).toContain(words);
  });

  it('show every request of a job without sending one that changes anything', async () => {
    const { code, out } = await gtkit('job', 'create', 'job.yaml', ...local(), '--dry-run', '--json');
    expect(code).toBe(0);
    const { dryRun, requests } = JSON.parse(out);
    expect(dryRun).toBe(true);
    expect(requests.at(-1)).toMatchObject({
      service: 'sagemaker',
      operation: 'CreateLabelingJob',
      sent: false,
      input: { LabelingJobName: 'mice-1' },
    });
    expect(JSON.parse((await gtkit('job', 'list', ...local(), '--json')).out)).toEqual([]);
  });

  it('create nothing that costs much unless somebody agrees', async () => {
    writeFileSync(join(folder, 'dear.json'), '{"confirmAbove":0.5,"perObject":[{"upTo":null,"price":1}]}');
    const prices = ['--prices', 'dear.json'];
    const refused = await gtkit('job', 'create', 'job.yaml', ...local(), ...prices);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/About 1\.00 USD.*This may cost 1\.00 USD.*say --yes/s);
    const agreed = await gtkit('job', 'create', 'job.yaml', ...local(), ...prices, '--yes');
    expect(agreed).toMatchObject({ code: 0, out: expect.stringContaining('Created mice-1') });
  });

  it('say what to do without AWS credentials', async () => {
    const { code, out } = await gtkit('doctor', '--aws');
    expect(code).toBe(1);
    expect(out).toContain('No AWS credentials were found');
    expect(out).toContain('-> Sign in');
    const list = await gtkit('workteam', 'list', '--aws');
    expect(list).toMatchObject({ code: 1, err: expect.stringContaining('AWS_PROFILE') });
  });

  it("print the jobs' role from what was deployed, without an account at hand", async () => {
    writeFileSync(
      join(folder, 'gtkit.outputs.json'),
      JSON.stringify({
        preLambdaArn: 'arn:aws:lambda:us-east-1:111122223333:function:pre-LabelingFunction',
        bucket: 'lab-groundtruth',
        outputPath: 's3://lab-groundtruth/output',
      }),
    );
    const { code, out } = await gtkit('role', '--account', '111122223333');
    expect(code).toBe(0);
    const role = JSON.parse(out);
    expect(role.arn).toBe('arn:aws:iam::111122223333:role/ground-truth-labeling');
    expect(JSON.stringify(role.policy)).toContain('lab-groundtruth/output/*');
    expect(JSON.stringify(role.submitter)).toContain('iam:PassRole');
    // The job file names the role as an output, which it is not before it is made.
    const asked = await gtkit('role', '--account', '111122223333', '--job', 'job.yaml', '--submitter');
    expect(asked.err).toBe('');
    expect(asked.out).toContain('role/ground-truth-labeling');
    // Who creates the job uploads its manifest and fetches its labels.
    expect(asked.out).toContain('arn:aws:s3:::lab/output/*');
  });

  it('say that our own Ground Truth has no roles to make', async () => {
    const { code, err } = await gtkit('role', '--apply', ...local());
    expect(code).toBe(1);
    expect(err).toContain('asks for no permissions; use --aws');
  });

  it.each([
    { words: 'job create job.yaml --price 0.012', says: '--legacy-public' },
    { words: 'job create job.yaml --legacy-public --price 0.01', says: 'one of 0.012' },
    { words: 'workteam create a --cognito-pool us-east-1_a', says: '--cognito-group' },
    { words: 'workforce create a', says: '--oidc' },
    { words: 'job create job.yaml --seconds-per-answer soon', says: 'number of seconds' },
  ])('end with 2 when called as "gtkit $words"', async ({ words, says }) => {
    const { code, err } = await gtkit(...words.split(' '), ...local());
    expect(err).toContain(says);
    expect(code).toBe(2);
  });
});
