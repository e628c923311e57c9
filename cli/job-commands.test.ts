import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catSideView } from '#skeletons/cat-side-view.ts';

// A person's afternoon at the command line: a server, pictures, a job from a small file, workers, the labels.

const folder = mkdtempSync(join(tmpdir(), 'gtkit-jobs-'));
const script = join(import.meta.dirname, 'gtkit.ts');
const template = join(import.meta.dirname, '..', 'dist', 'templates', 'keypoint-pose.liquid.html');
let server: ChildProcess;
let endpoint: string;

beforeAll(async () => {
  server = spawn(process.execPath, [script, 'up', '--port', '0', '--data', join(folder, 'data'), '--json']);
  let out = '';
  let err = '';
  server.stderr?.on('data', (part) => (err += part));
  endpoint = await new Promise((resolve, reject) => {
    server.once('close', () => reject(new Error(`gtkit up has ended: ${err}`)));
    server.stdout?.on('data', (part) => {
      out += part;
      if (out.includes('}')) resolve(JSON.parse(out).url);
    });
  });
  mkdirSync(join(folder, 'cats'));
  for (const name of ['a.png', 'b.png', 'c.png']) {
    const picture = sharp({ create: { width: 320, height: 200, channels: 3, background: '#a99' } });
    writeFileSync(join(folder, 'cats', name), await picture.png().toBuffer());
  }
}, 120_000);

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('close', resolve));
  server.kill('SIGINT');
  expect(await ended).toBe(0);
  rmSync(folder, { recursive: true });
});

/** Calls the command line against the server; `result` is what it prints with --json. */
async function gtkit(...parameters: string[]) {
  const child = spawn(process.execPath, [script, ...parameters, '--json', '--endpoint-url', endpoint], {
    cwd: folder,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += part));
  child.stderr.on('data', (part) => (err += part));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, err, result: out === '' ? undefined : JSON.parse(out) };
}

function jobFile(name: string, changes: object = {}): string {
  const file = join(folder, `${name}.json`);
  const job = {
    LabelingJobName: name,
    LabelAttributeName: 'pose',
    InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: 'cats.manifest' } } },
    OutputConfig: { S3OutputPath: 's3://my-lab/output' },
    HumanTaskConfig: {
      WorkteamArn: 'students',
      UiConfig: { UiTemplateS3Uri: template },
      PreHumanTaskLambdaArn: 'keypoint-pre-LabelingFunction',
      AnnotationConsolidationConfig: { AnnotationConsolidationLambdaArn: 'keypoint-post-LabelingFunction' },
      TaskTitle: 'Mark the cat',
      TaskDescription: 'Place every keypoint.',
      NumberOfHumanWorkersPerDataObject: 3,
      TaskTimeLimitInSeconds: 600,
      ...changes,
    },
  };
  writeFileSync(file, JSON.stringify(job));
  return file;
}

describe('a job from the command line', () => {
  it('goes from a folder of pictures to labels', async () => {
    const made = await gtkit('manifest', 'cats', '--to', 's3://my-lab/cats', '--skeleton', 'cat-side-view');
    expect(made).toMatchObject({ code: 0, result: { objects: 3, output: 'cats.manifest' } });
    const checked = await gtkit('manifest', '--check', 'cats.manifest', '--images');
    expect(checked).toMatchObject({ code: 0, result: { objects: 3, problems: [] } });

    const created = await gtkit('job', 'create', jobFile('cats-1'));
    expect(created.err).toBe('');
    expect(created.result.arn).toMatch(/:labeling-job\/cats-1$/);

    const simulated = await gtkit('simulate', '--job', 'cats-1', '--workers', '4');
    expect(simulated).toMatchObject({ code: 0, result: { status: 'Completed', labeled: 3, submitted: 9 } });

    const watched = await gtkit('job', 'watch', 'cats-1');
    expect(watched).toMatchObject({ code: 0, result: { status: 'Completed', failures: [] } });

    const { outputManifest } = watched.result;
    expect(outputManifest).toBe('s3://my-lab/output/cats-1/manifests/output/output.manifest');
    const stored = join(
      folder,
      'data',
      'objects',
      'my-lab',
      'objects',
      outputManifest.slice('s3://my-lab/'.length),
    );
    const [first] = readFileSync(stored, 'utf8').split('\n');
    const { annotations } = JSON.parse(first ?? '').pose;
    expect(annotations[0].keypoints).toHaveLength(catSideView.keypoints.length);
  });

  it('says when a name is taken', async () => {
    const { code, err } = await gtkit('job', 'create', jobFile('cats-1'));
    expect(code).toBe(1);
    expect(err).toContain('cats-1 already exists');
  });

  it('lists jobs, newest first, and stops one', async () => {
    await gtkit('job', 'create', jobFile('cats-2'));
    const { result: jobs } = await gtkit('job', 'list');
    expect(jobs.map(({ name }: { name: string }) => name)).toEqual(['cats-2', 'cats-1']);
    const stopped = await gtkit('job', 'stop', 'cats-2');
    expect(stopped.result.status).toMatch(/^Stopp/);
    expect(await gtkit('job', 'watch', 'cats-2')).toMatchObject({ code: 1, result: { status: 'Stopped' } });
  });

  it('says which functions there are when one is not', async () => {
    const file = jobFile('cats-3', { PreHumanTaskLambdaArn: 'keypoint-before' });
    const { code, err } = await gtkit('job', 'create', file);
    expect(code).toBe(1);
    expect(err).toContain('There is no function keypoint-before. There are ');
    expect(err).toContain('keypoint-pre-LabelingFunction');
  });

  it('says which job is not there', async () => {
    expect((await gtkit('job', 'describe', 'dogs')).err).toContain('dogs');
    expect((await gtkit('simulate', '--job', 'dogs')).code).toBe(1);
  });

  it('tells why an object failed', async () => {
    const [line = ''] = readFileSync(join(folder, 'cats.manifest'), 'utf8').split('\n');
    writeFileSync(join(folder, 'gone.manifest'), `${line}\n${line.replace('a.png', 'gone.png')}\n`);
    const file = jobFile('cats-4');
    const job = JSON.parse(readFileSync(file, 'utf8'));
    job.InputConfig.DataSource.S3DataSource.ManifestS3Uri = 'gone.manifest';
    writeFileSync(file, JSON.stringify(job));
    await gtkit('job', 'create', file);
    expect(await gtkit('simulate', '--job', 'cats-4')).toMatchObject({
      code: 1,
      result: { labeled: 1, failed: 1 },
    });
    const { result } = await gtkit('job', 'describe', 'cats-4');
    expect(result.failures).toHaveLength(1);
    expect(result.failures[0]).toMatchObject({ line: 2, sourceRef: 's3://my-lab/cats/gone.png' });
  });

  it('keeps a second server away from the same data', async () => {
    const child = spawn(process.execPath, [script, 'up', '--port', '0', '--data', join(folder, 'data')]);
    let err = '';
    child.stderr.on('data', (part) => (err += part));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
    expect(err).toContain(`in use by the Ground Truth at ${endpoint}`);
  });
});
