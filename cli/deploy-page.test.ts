import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClients } from '#scripts/local-clients.ts';
import { runLine } from './testing/run-line.ts';

// Every command of docs/deploy.md, in its order and word for word, on the stand-in for AWS that the page starts;
// and again from step 2 on our own Ground Truth, with --local where the page says --aws.

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'deploy.md'), 'utf8');
const blocks = [...page.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
const blockWith = (words: string) => blocks.find((text) => text.includes(words)) ?? '';

/** The lines that call the command line, without their comments. */
const commands = blocks
  .flatMap((text) => text.replaceAll('\\\n', ' ').split('\n'))
  .filter((line) => line.startsWith('npx gtkit '))
  .map((line) => line.replace(/\s#.*/, '').replace('npx gtkit ', '').trim());

/** A line as a shell takes it apart: spaces between words, quotes around some. */
const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

interface Place {
  folder: string;
  endpoint: string;
  /** What the person has exported. */
  environment: Record<string, string>;
}

const before = { directory: process.cwd(), environment: process.env };
const folders: string[] = [];
const servers: ChildProcess[] = [];

/** Starts a server and waits until it has told its address. */
async function start(script: string, parameters: string[]): Promise<string> {
  const server = spawn(process.execPath, [join(root, script), ...parameters], { cwd: root });
  servers.push(server);
  let out = '';
  return await new Promise((resolve, reject) => {
    server.once('close', () => reject(new Error(`${script} has ended: ${out}`)));
    const listen = (part: Buffer) => {
      out += part;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0];
      if (url !== undefined) resolve(url);
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', (part) => (out += part));
  });
}

/** A folder with what the person has: frames, what is known of them, and the page's job file. */
async function prepare(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gtkit-deploy-page-'));
  folders.push(folder);
  mkdirSync(join(folder, 'frames'));
  for (const name of ['m01_0017.png', 'm01_0912.png']) {
    const picture = sharp({ create: { width: 320, height: 200, channels: 3, background: '#a99' } });
    writeFileSync(join(folder, 'frames', name), await picture.png().toBuffer());
  }
  writeFileSync(join(folder, 'frames.csv'), blockWith('file,movie'));
  writeFileSync(join(folder, 'job.yaml'), blockWith('LabelingJobName'));
  return folder;
}

let aws: Place;
let own: Place;

beforeAll(async () => {
  const standIn = await start('infra/testing/serve-aws-stand-in.ts', ['0']);
  aws = {
    folder: await prepare(),
    endpoint: standIn,
    environment: {
      GTKIT_AWS_ENDPOINT_URL: standIn,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  };
  const folder = await prepare();
  const endpoint = await start('cli/gtkit.ts', [
    'up',
    '--port',
    '0',
    '--data',
    join(folder, 'data'),
    '--json',
  ]);
  own = { folder, endpoint, environment: { AWS_ENDPOINT_URL: endpoint } };
}, 180_000);

afterAll(async () => {
  for (const server of servers) {
    const ended = new Promise((resolve) => server.once('close', resolve));
    server.kill('SIGINT');
    await ended;
  }
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Types a line where the person is, with what they have exported. */
async function gtkit(place: Place, parameters: string[]) {
  process.chdir(place.folder);
  const { PATH, HOME } = before.environment;
  process.env = { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true', ...place.environment };
  try {
    const { code, out, err } = await runLine([...parameters, '--json']);
    return { code, err, result: out === '' ? undefined : JSON.parse(out) };
  } finally {
    process.chdir(before.directory);
    process.env = before.environment;
  }
}

/** Renames an object of the bucket. */
async function moveFrame({ endpoint }: Place, from: string, to: string): Promise<void> {
  const clients = createClients({ endpointUrl: endpoint, region: 'us-east-1' });
  const Bucket = 'my-groundtruth-bucket';
  const CopySource = `${Bucket}/mice/${from}`;
  await clients.s3.send(new CopyObjectCommand({ Bucket, CopySource, Key: `mice/${to}` }));
  await clients.s3.send(new DeleteObjectCommand({ Bucket, Key: `mice/${from}` }));
  clients.close();
}

/** Types one line after the other, labels the jobs, and lets one frame be away while the first job runs. */
async function walk(place: Place, lines: readonly string[]): Promise<Map<string, unknown>> {
  const results = new Map<string, unknown>();
  const simulate = (job: string) =>
    gtkit(place, ['simulate', '--job', job, '--workers', '6', '--endpoint-url', place.endpoint]);
  for (const line of lines) {
    const words = wordsOf(line);
    const asks = /^(deploy|destroy|publish) /.test(line) && !line.includes('--emit');
    const run = await gtkit(place, [...words, ...(asks ? ['--yes'] : [])]);
    const name = words.slice(0, 2).join(' ');
    // The frame that is gone fails, and then the job is chained.
    if (name !== 'job watch')
      expect(`${line}: ${run.code} ${run.code === 0 ? '' : run.err}`).toBe(`${line}: 0 `);
    results.set(results.has(name) ? line : name, run.result);
    if (name.startsWith('doctor')) await moveFrame(place, 'm01_0912.png', 'away.png');
    if (name === 'job create') await simulate('mice-1');
    if (name === 'job watch') await moveFrame(place, 'away.png', 'm01_0912.png');
    if (name === 'job chain') await simulate('mice-2');
  }
  return results;
}

function expectLabels({ folder }: Place, results: Map<string, unknown>): void {
  expect(results.get('job watch')).toMatchObject({ labeled: 1, failed: 1 });
  expect(results.get('job chain')).toMatchObject({ objects: 1, alreadyLabeled: 1 });
  expect(results.get('results mice-2')).toMatchObject({ labeled: 2, failed: [], jobs: ['mice-2', 'mice-1'] });
  const merged = readFileSync(join(folder, 'labels', 'merged.manifest'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(merged).toHaveLength(2);
  for (const text of merged) {
    const line = JSON.parse(text);
    expect(line).toMatchObject({ movie: '2024-05-03_pair1.avi', pixels_per_cm: '37.8' });
    expect(line.pose.annotationsFromAllWorkers).toHaveLength(5);
  }
}

describe('the page about deploying', () => {
  it('goes from an empty account to merged labels and back, word for word', async () => {
    expect(commands).toHaveLength(18);
    const results = await walk(aws, commands);
    expectLabels(aws, results);
    expect(results.get('deploy --aws')).toMatchObject({ status: 'created' });
    expect(results.get('doctor job.yaml')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ what: 'role', state: 'ok' }),
        expect.objectContaining({ what: 'permissions', state: 'ok' }),
        expect.objectContaining({ what: 'function after', state: 'ok' }),
      ]),
    );
    expect(results.get('destroy --aws')).toMatchObject({
      status: 'deleted',
      keptBuckets: ['my-groundtruth-bucket'],
    });
    expect(results.get('deploy --aws --recipe --patch-runtime python3.13')).toMatchObject({
      status: 'created',
    });
    expect(results.get('publish --aws')).toMatchObject({ sharedWith: ['111122223333'] });
  }, 240_000);

  it('goes the same way on our own Ground Truth, which has no stacks and no roles', async () => {
    // What step 1 leaves behind on AWS.
    const outputs = {
      preLambdaArn: 'arn:aws:lambda:us-east-1:111122223333:function:gtkit-PosePreLabelingFunction-1',
      postLambdaArn: 'arn:aws:lambda:us-east-1:111122223333:function:gtkit-PosePostLabelingFunction-2',
      keypointPoseTemplate: 's3://my-groundtruth-bucket/templates/keypoint-pose.liquid.html',
      roleArn: 'arn:aws:iam::111122223333:role/gtkit-Role-3',
      outputPath: 's3://my-groundtruth-bucket/output',
    };
    writeFileSync(join(own.folder, 'gtkit.outputs.json'), JSON.stringify(outputs));
    const lines = commands
      .filter((line) => !/^(deploy|destroy|publish)|--apply/.test(line))
      .map((line) => line.replace('--aws', `--local --endpoint-url ${own.endpoint}`));
    expectLabels(own, await walk(own, lines));
  }, 180_000);

  it('names the stand-in as it says it itself', () => {
    const script = readFileSync(join(root, 'infra', 'testing', 'serve-aws-stand-in.ts'), 'utf8');
    for (const name of ['GTKIT_AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test']) {
      expect(script).toContain(name);
      expect(page).toContain(name);
    }
  });
});
