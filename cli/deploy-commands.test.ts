import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsStandIn, startAwsStandIn } from '#infra/testing/start-aws-stand-in.ts';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';

const script = join(import.meta.dirname, 'gtkit.ts');
const folder = mkdtempSync(join(tmpdir(), 'gtkit-deploy-cli-'));
let backend: TestServer;
let aws: AwsStandIn;

beforeAll(async () => {
  backend = await startTestServer();
  aws = await startAwsStandIn(backend);
});

afterAll(async () => {
  await aws?.close();
  await backend?.close();
  rmSync(folder, { recursive: true });
});

/** Calls the command line as a user's shell does, without a terminal and without credentials. */
async function gtkit(
  parameters: string,
  environment: Record<string, string> = {},
  /** Hears what the command has said so far, and may end it. */
  listen: (err: string, kill: () => void) => void = () => {},
) {
  const child = spawn(process.execPath, [script, ...parameters.split(' ')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: aws.url,
      NO_COLOR: '1',
      ...environment,
    },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += part));
  child.stderr.on('data', (part) => {
    err += part;
    listen(err, () => child.kill('SIGINT'));
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

describe('gtkit deploy', () => {
  it('shows the plan, deploys, and leaves the addresses for job files', async () => {
    const { code, out, err } = await gtkit('deploy --stack lab --yes');
    expect(err).toContain('+ PosePreLabelingFunction ');
    expect(err).toContain('to add, 0 to change, 0 to remove.');
    expect(out).toContain('The stack lab is created');
    expect(code).toBe(0);
    const outputs = JSON.parse(readFileSync(join(folder, 'gtkit.outputs.json'), 'utf8'));
    expect(outputs.postLambdaArn).toMatch(/:function:lab-keypoint-post-LabelingFunction$/);
  }, 60_000);

  it('changes nothing the second time, and says so as JSON', async () => {
    const { code, out } = await gtkit('deploy --stack lab --yes --json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ status: 'unchanged', uploaded: 0 });
  });

  it('shows with --plan what would change, without a question and without changing anything', async () => {
    writeFileSync(join(folder, 'header.json'), '{"keypoint":{"header":"Mark the mouse"}}');
    expect(await gtkit('deploy --stack lab --plan')).toMatchObject({ code: 0 });
    aws.seen.length = 0;
    const { code, out, err } = await gtkit('deploy --stack lab --plan --settings header.json');
    expect(err).toContain('~ PosePreLabelingFunction');
    expect(out).toContain('The stack lab is not up to date; nothing was changed');
    expect(code).toBe(1);
    expect(aws.seen.filter((entry) => /PUT|Execute/.test(entry))).toEqual([]);
    const first = await gtkit('deploy --stack new --bucket not-there-yet --plan --json');
    expect(JSON.parse(first.out)).toMatchObject({ status: 'differs', plan: { kind: 'create' } });
    expect(aws.cloudformation.stackNames()).toEqual(['lab']);
  }, 60_000);

  it('is ended by Ctrl-C in the middle, while AWS goes on, and goes on itself when it is run again', async () => {
    const release = aws.cloudformation.hold();
    let killed = false;
    const first = await gtkit('deploy --stack stopped --yes', {}, (err, kill) => {
      if (killed || !err.includes('CREATE_IN_PROGRESS')) return;
      killed = true;
      kill();
    });
    expect(first.err).toMatch(/goes on in AWS by itself.*Run the same command again/s);
    expect(first.code).toBe(1);
    expect(first.out).toBe('');
    const again = gtkit('deploy --stack stopped --yes');
    release();
    expect(await again).toMatchObject({ code: 0, out: expect.stringContaining('The stack stopped is') });
    expect((await gtkit('destroy --stack stopped --yes')).code).toBe(0);
    // The outputs of the other stack are written anew.
    expect((await gtkit('deploy --stack lab --yes')).code).toBe(0);
  }, 120_000);

  it('shows every request of a dry run, and changes nothing', async () => {
    aws.seen.length = 0;
    const { code, out } = await gtkit('deploy --stack other --dry-run');
    expect(code).toBe(0);
    expect(out).toContain('would send cloudformation CreateChangeSet');
    expect(out).toMatch(/Nothing was changed: \d+ requests were held back\./);
    expect(aws.seen.filter((entry) => /PUT|Create|Execute/.test(entry))).toEqual([]);
  });

  it('prints the template and asks nobody', async () => {
    aws.seen.length = 0;
    const { code, out } = await gtkit('deploy --emit --bucket my-groundtruth');
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(out).Resources)).toContain('BoxPostLabelingFunction');
    expect(aws.seen).toEqual([]);
  });

  it('destroys the stack, and says which bucket stays', async () => {
    const { code, out, err } = await gtkit('destroy --stack lab --yes');
    expect(err).toContain('- LabelingJobRole');
    expect(out).toContain('stay in gtkit-groundtruth-000000000000-us-east-1');
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'gtkit.outputs.json'))).toBe(false);
  });

  it('publishes our application, privately', async () => {
    const { code, out } = await gtkit('publish --yes --semantic-version 1.0.0');
    expect(out).toContain('It is private');
    expect(code).toBe(0);
  });

  it.each([
    { words: 'deploy', says: 'Say --yes to do it, or --dry-run', code: 2 },
    { words: 'deploy --role x --yes', says: 'say --recipe as well', code: 2 },
    { words: 'deploy --recipe --bucket x --yes', says: 'cannot go with --recipe', code: 2 },
    { words: 'deploy --log-days 8 --yes', says: 'CloudWatch keeps logs for', code: 2 },
    { words: 'deploy --aws --yes', says: 'No AWS credentials were found', code: 1 },
    { words: 'deploy --recipe --yes', says: 'not found', code: 1 },
    { words: 'destroy --stack none --yes', says: 'There is no stack none', code: 1 },
  ])('ends "gtkit $words" with a sentence that helps', async ({ words, says, code }) => {
    const result = await gtkit(words);
    expect(result.err).toContain(says);
    expect(result.code).toBe(code);
  });

  it('refuses settings that no function could read, before anything is sent', async () => {
    aws.seen.length = 0;
    writeFileSync(join(folder, 'settings.yaml'), 'keypoint:\n  heder: Mark the mouse\n');
    const { code, err } = await gtkit('deploy --settings settings.yaml --yes');
    expect(err).toContain('unknown key heder');
    expect(code).toBe(1);
    expect(aws.seen).toEqual([]);
  });
});
