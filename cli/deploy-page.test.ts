import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';

// Every command of docs/deploy.md, in its order, on our own Ground Truth: --local where the page says --aws.

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'deploy.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'gtkit-deploy-page-'));
let server: ChildProcess;
let endpoint: string;

/** The blocks of code on the page that have this in them. */
const blockWith = (words: string) =>
  [...page.matchAll(/^```\w*\n([\s\S]*?)^```/gm)]
    .map(([, text = '']) => text)
    .find((text) => text.includes(words)) ?? '';

beforeAll(async () => {
  server = spawn(process.execPath, [
    join(import.meta.dirname, 'gtkit.ts'),
    ...['up', '--port', '0', '--data', join(folder, 'data'), '--json'],
  ]);
  let out = '';
  endpoint = await new Promise((resolve, reject) => {
    server.once('close', () => reject(new Error('gtkit up has ended')));
    server.stdout?.on('data', (part) => {
      out += part;
      if (out.includes('}')) resolve(JSON.parse(out).url);
    });
  });
  mkdirSync(join(folder, 'frames'));
  for (const name of ['m01_0017.png', 'm01_0912.png']) {
    const picture = sharp({ create: { width: 320, height: 200, channels: 3, background: '#a99' } });
    writeFileSync(join(folder, 'frames', name), await picture.png().toBuffer());
  }
  writeFileSync(join(folder, 'frames.csv'), blockWith('file,movie'));
  writeFileSync(join(folder, 'job.yaml'), blockWith('LabelingJobName'));
  // What step 1 leaves behind on AWS.
  const outputs = {
    preLambdaArn: 'arn:aws:lambda:us-east-1:111122223333:function:gtkit-PosePreLabelingFunction-1',
    postLambdaArn: 'arn:aws:lambda:us-east-1:111122223333:function:gtkit-PosePostLabelingFunction-2',
    keypointPoseTemplate: 's3://my-groundtruth-bucket/templates/keypoint-pose.liquid.html',
    roleArn: 'arn:aws:iam::111122223333:role/gtkit-Role-3',
    outputPath: 's3://my-groundtruth-bucket/output',
  };
  writeFileSync(join(folder, 'gtkit.outputs.json'), JSON.stringify(outputs));
}, 120_000);

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('close', resolve));
  server.kill('SIGINT');
  await ended;
  rmSync(folder, { recursive: true });
});

async function gtkit(...parameters: string[]) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'gtkit.ts'), ...parameters, '--endpoint-url', endpoint, '--json'],
    { cwd: folder, env: { ...process.env, AWS_REGION: 'us-east-1' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += part));
  child.stderr.on('data', (part) => (err += part));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, err, result: out === '' ? undefined : JSON.parse(out) };
}

/** The commands of the page that our own Ground Truth has: it has no stacks and no roles. */
function commandsOfPage(): string[] {
  const blocks = [...page.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
  return blocks
    .flatMap((text) => text.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.startsWith('npx gtkit '))
    .map((line) => line.replace(/\s#.*/, '').replace('--aws', '--local').replace('npx gtkit ', '').trim())
    .filter((line) => !/^deploy|^destroy|^publish|--apply/.test(line));
}

it('goes from frames to merged labels with the words of the page', async () => {
  const commands = commandsOfPage();
  expect(commands.length).toBe(11);
  const results = new Map<string, unknown>();
  for (const command of commands) {
    const run = await gtkit(...command.split(/\s+/));
    const name = command.split(/\s+/).slice(0, 2).join(' ');
    // The frame that is gone fails, and then the job is chained.
    if (name !== 'job watch')
      expect(`${command}: ${run.code} ${run.code === 0 ? '' : run.err}`).toBe(`${command}: 0 `);
    results.set(name, run.result);
    if (name.startsWith('doctor')) await moveFrame('m01_0912.png', 'away.png');
    if (name === 'job create') await gtkit('simulate', '--job', 'mice-1', '--workers', '6');
    if (name === 'job watch') await moveFrame('away.png', 'm01_0912.png');
    if (name === 'job chain') await gtkit('simulate', '--job', 'mice-2', '--workers', '6');
  }
  expect(results.get('job watch')).toMatchObject({ labeled: 1, failed: 1 });
  expect(results.get('job chain')).toMatchObject({ objects: 1, alreadyLabeled: 1 });
  expect(results.get('results mice-2')).toMatchObject({ labeled: 2, failed: [], jobs: ['mice-2', 'mice-1'] });
  const merged = readFileSync(join(folder, 'labels', 'merged.manifest'), 'utf8')
    .trimEnd()
    .split('\n');
  for (const text of merged) {
    const line = JSON.parse(text);
    expect(line).toMatchObject({ movie: '2024-05-03_pair1.avi', pixels_per_cm: '37.8' });
    expect(line.pose.annotationsFromAllWorkers).toHaveLength(5);
  }
}, 60_000);

/** Renames an object of the bucket. */
async function moveFrame(from: string, to: string): Promise<void> {
  const { CopyObjectCommand, DeleteObjectCommand } = await import('@aws-sdk/client-s3');
  const { createClients } = await import('#scripts/local-clients.ts');
  const clients = createClients({ endpointUrl: endpoint, region: 'us-east-1' });
  const Bucket = 'my-groundtruth-bucket';
  const CopySource = `${Bucket}/mice/${from}`;
  await clients.s3.send(new CopyObjectCommand({ Bucket, CopySource, Key: `mice/${to}` }));
  await clients.s3.send(new DeleteObjectCommand({ Bucket, Key: `mice/${from}` }));
  clients.close();
}
