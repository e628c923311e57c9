import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findData } from '../bench/find-data.ts';
import { startTestServer } from '../server/testing/start-test-server.ts';
import { TestRequester } from '../server/testing/test-requester.ts';
import { TestWorker } from '../server/testing/test-worker.ts';
import { createClients } from './local-clients.ts';
import { mergeJob } from './merge-job.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gtkit-merge-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = async (file: string) =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Equal numbers in [0, 1) every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** A folder as a job leaves it: a nose and a tail, by five workers of whom one is sloppy. */
async function writeJob(name: string, objects: number): Promise<string> {
  const root = join(folder, name);
  const random = sequence(7);
  const lines: string[] = [];
  for (let position = 0; position < objects; position++) {
    lines.push(
      JSON.stringify({
        'source-ref': `s3://images/${position}.png`,
        kept: position,
        pose: {
          image_size: [{ width: 800, height: 600, depth: 3 }],
          annotations: [
            {
              class_id: 0,
              instance: '1',
              keypoints: [
                { label: 'nose', x: 103, y: 104, visibility: 2, confidence: 1, sd: 1 },
                { label: 'tail', x: 300, y: 200, visibility: 2, confidence: 1, sd: 1 },
              ],
              left: 103,
              top: 104,
              width: 197,
              height: 96,
            },
          ],
        },
        'pose-metadata': { 'job-name': 'labeling-job/mice', 'class-map': { 0: 'mouse' } },
      }),
    );
    const answers = ['ann', 'ben', 'cleo', 'dan', 'eve'].map((workerId, w) => {
      const noise = () => (random() + random() + random() - 1.5) * (w === 4 ? 60 : 2);
      const answer = {
        inputImageProperties: { width: 800, height: 600 },
        keypoints: [
          { label: 'nose', x: 100 + noise(), y: 100 + noise() },
          { label: 'tail', x: 300 + noise(), y: 200 + noise() },
        ],
      };
      const submissionTime = '2026-01-01T00:00:00Z';
      return { workerId, submissionTime, answerContent: { annotatedResult: JSON.stringify(answer) } };
    });
    const own = join(root, 'annotations/worker-response/iteration-1', String(position));
    await mkdir(own, { recursive: true });
    await writeFile(join(own, '2026-01-01_00:00:00.json'), JSON.stringify({ answers }));
  }
  await mkdir(join(root, 'manifests/output'), { recursive: true });
  await writeFile(join(root, 'manifests/output/output.manifest'), `${lines.join('\n')}\n`);
  return root;
}

describe('merging a job again', () => {
  it('writes a manifest beside the original and says what changed', async () => {
    const job = await writeJob('plain', 30);
    const before = await readFile(join(job, 'manifests/output/output.manifest'), 'utf8');
    const merged = await mergeJob({ job, method: 'em-swap' });
    expect(merged).toMatchObject({
      job: 'plain',
      task: 'keypoint',
      labelAttribute: 'pose',
      lines: 30,
      labeled: 30,
      failed: 0,
      unchanged: 0,
      output: join(job, 'manifests/output/output.em-swap.manifest'),
      changes: { compared: 30, changed: 30, flipped: 0, added: 0, removed: 0 },
    });
    // The old nose is 5 px from the truth, the old tail on it.
    expect(merged.changes.movedPx?.median).toBeLessThan(6);
    expect(merged.changes.movedPx?.p95).toBeGreaterThan(4);
    expect(merged.agreement[0]).toMatchObject({ workerId: 'eve', objects: 30, judged: 60 });
    expect(merged.agreement[0]?.high).toBeLessThan(merged.agreement[1]?.low ?? 0);
    expect(await readFile(join(job, 'manifests/output/output.manifest'), 'utf8')).toBe(before);
    const [line] = await read(merged.output);
    expect(line).toMatchObject({
      'source-ref': 's3://images/0.png',
      kept: 0,
      'pose-metadata': { 'job-name': 'labeling-job/mice', method: 'em-swap', 'class-map': { 0: 'mouse' } },
    });
  });

  it('replaces nothing unless told', async () => {
    const job = await writeJob('twice', 2);
    await mergeJob({ job, method: 'median' });
    await expect(mergeJob({ job, method: 'median' })).rejects.toThrow(/is there already; add --overwrite/);
    const original = join(job, 'manifests/output/output.manifest');
    await expect(mergeJob({ job, output: original })).rejects.toThrow(/is there already/);
    await mergeJob({ job, method: 'mean', output: original, overwrite: true });
    expect((await read(original))[0]).toMatchObject({ 'pose-metadata': { method: 'mean' } });
  });

  it('gives in small pieces what it gives as a whole, having learned the workers from all of the job', async () => {
    const job = await writeJob('long', 60);
    const options = { job, method: 'em-swap', overwrite: true };
    const whole = await mergeJob({ ...options, output: join(folder, 'whole.manifest') });
    const pieces = await mergeJob({ ...options, chunk: 7, output: join(folder, 'pieces.manifest') });
    expect(pieces).toMatchObject({ lines: 60, labeled: 60, passes: whole.passes + 1 });
    const [one, other] = await Promise.all([read(whole.output), read(pieces.output)]);
    const xOf = (line: Record<string, unknown> = {}) =>
      (line['pose'] as { annotations: { keypoints: { x: number }[] }[] }).annotations[0]?.keypoints[0]?.x ??
      0;
    one.forEach((line, index) => {
      expect(Math.abs(xOf(line) - xOf(other[index]))).toBeLessThan(0.3);
    });
    // A method that learns nothing needs to look once less.
    expect((await mergeJob({ ...options, method: 'median', chunk: 60 })).passes).toBe(whole.passes);
  });

  it('refits confidences to known objects, in pieces as in the whole', async () => {
    const job = await writeJob('gold', 80);
    const gold = join(folder, 'known.jsonl');
    // In truth all noses lie elsewhere: what all workers say of noses is wrong.
    const known = Array.from({ length: 40 }, (_, position) =>
      JSON.stringify({
        'source-ref': `${position}.png`,
        answer: {
          inputImageProperties: { width: 800, height: 600 },
          keypoints: [
            { label: 'nose', x: 500, y: 500 },
            { label: 'tail', x: 300, y: 200 },
          ],
        },
      }),
    );
    await writeFile(gold, `${known.join('\n')}\n`);
    const options = { job, method: 'em-swap', overwrite: true };
    const plain = await mergeJob({ ...options, output: join(folder, 'plain.manifest') });
    expect(plain).toMatchObject({ known: 0, refitted: false });
    const whole = await mergeJob({ ...options, gold, output: join(folder, 'gold.manifest') });
    expect(whole).toMatchObject({ known: 40, refitted: true });
    const pieces = await mergeJob({ ...options, gold, chunk: 9, output: join(folder, 'gold-9.manifest') });
    expect(pieces).toMatchObject({ known: 40, refitted: true, passes: whole.passes + 2 });
    const sureOf = async ({ output }: { output: string }) => {
      const last = (await read(output))[79] as {
        pose: { annotations: { keypoints: { confidence: number }[] }[] };
      };
      return last.pose.annotations[0]?.keypoints[1]?.confidence ?? 0;
    };
    expect(await sureOf(plain)).toBeGreaterThan(0.9);
    expect(await sureOf(whole)).toBeLessThan(0.65);
    expect(Math.abs((await sureOf(pieces)) - (await sureOf(whole)))).toBeLessThan(0.03);
  });

  it('says where the file of known answers breaks', async () => {
    const job = await writeJob('bad gold', 2);
    const gold = join(folder, 'broken.jsonl');
    await writeFile(gold, '{"source-ref": "0.png", "answer": {}}\n{"source-ref": 1}\n');
    await expect(mergeJob({ job, gold })).rejects.toMatchObject({ where: { file: gold, line: 2 } });
  });

  it('leaves an object as it is whose file is broken or missing, and merges the others', async () => {
    const job = await writeJob('broken', 4);
    const responses = join(job, 'annotations/worker-response/iteration-1');
    await writeFile(join(responses, '1/2026-01-01_00:00:00.json'), '{"answers": [');
    await rm(join(responses, '2'), { recursive: true });
    await writeFile(
      join(responses, '3/2026-01-01_00:00:00.json'),
      JSON.stringify({ answers: [{ workerId: 'ann', submissionTime: '', answerContent: { x: 1 } }] }),
    );
    const said: string[] = [];
    const merged = await mergeJob({
      job,
      method: 'median',
      onProgress: (event) => said.push(event.text),
    });
    expect(merged).toMatchObject({
      lines: 4,
      labeled: 1,
      failed: 1,
      unchanged: 2,
      setAside: 1,
      unreadableFiles: 1,
    });
    expect(said.join('\n')).toMatch(/Object 1 stays as it is: .*is not JSON/);
    const lines = await read(merged.output);
    expect(lines[1]).toMatchObject({ kept: 1, pose: { annotations: [{ left: 103 }] } });
    expect(lines[3]?.['pose']).toBeUndefined();
    expect(lines[3]?.['pose-metadata']).toMatchObject({
      'failure-reason': expect.stringContaining('None of the 1 answers can be used') as string,
    });
  });

  it('says kindly what is not there', async () => {
    await expect(mergeJob({ job: join(folder, 'nowhere') })).rejects.toThrow(/There is no folder/);
    await mkdir(join(folder, 'empty'));
    await expect(mergeJob({ job: join(folder, 'empty') })).rejects.toThrow(
      /neither an output manifest nor a worker's answer/,
    );
    const job = await writeJob('odd', 1);
    await expect(mergeJob({ job, method: 'magic' })).rejects.toThrow(
      /no keypoint consolidation method magic/,
    );
  });

  it("reads a job of a server by its name and puts the manifest into the job's bucket", async () => {
    const server = await startTestServer();
    const requester = new TestRequester(server.url);
    await requester.prepare();
    const lines = [{ source: 'one' }, { source: 'two' }];
    await requester.createJob({ name: 'Boats', lines, task: { NumberOfHumanWorkersPerDataObject: 2 } });
    for (const name of ['Ann', 'Ben']) {
      const worker = await TestWorker.signIn(server.url, name);
      for (let answered = 0; answered < lines.length; answered++) {
        const task = await worker.mustTake('Boats');
        // Which object opens first is anybody's guess; the page shows it.
        const left = (await worker.page(task)).includes('one') ? 10 : 20;
        const annotatedResult = {
          boundingBoxes: [{ left, top: 5, width: 30, height: 30, label: 'boat' }],
          inputImageProperties: { width: 100, height: 100 },
        };
        await worker.submit(task, { annotatedResult });
      }
    }
    await requester.ended('boats');
    const clients = createClients({ endpointUrl: server.url, region: 'us-east-1' });
    const byName = await mergeJob({ job: 'boats', clients, method: 'vote-median' });
    expect(byName.output).toBe('s3://test-bucket/output/Boats/manifests/output/output.vote-median.manifest');
    const text = await requester.text('output/Boats/manifests/output/output.vote-median.manifest');
    const [first, second] = text.trimEnd().split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({
      source: 'one',
      'my-label': { annotations: [{ left: 10 }] },
    });
    expect(JSON.parse(second ?? '')).toMatchObject({ 'my-label': { annotations: [{ left: 20 }] } });
    const here = await mergeJob({
      job: 's3://test-bucket/output/Boats/',
      clients,
      output: join(folder, 'boats.manifest'),
    });
    expect(await read(here.output)).toHaveLength(2);
    clients.close();
    requester.close();
    await server.close();
  });
});

describe('a real job of 302 images and 5 workers', () => {
  const birds = findData('birds') ?? join(tmpdir(), 'no-birds');

  it('is merged again from its own tree, with the classes that it had', async ({ skip }) => {
    const manifest = await readFile(join(birds, 'output.manifest'), 'utf8').catch(() => undefined);
    if (manifest === undefined) {
      console.log('Skipped: the job of 302 birds is not on this machine.');
      skip();
      return;
    }
    const job = join(folder, 'birds');
    await mkdir(job);
    await symlink(join(birds, 'worker-response'), join(job, 'worker-response'));
    await cp(join(birds, 'output.manifest'), join(job, 'output.manifest'));
    const merged = await mergeJob({ job: birds, method: 'hybrid', output: join(job, 'new.manifest') });
    expect(merged).toMatchObject({ task: 'classification', lines: 302, labeled: 302, failed: 0 });
    expect(merged.changes.compared).toBe(302);
    expect(merged.changes.flipped).toBeLessThan(10);
    const truth = JSON.parse(await readFile(join(birds, 'true_labels.json'), 'utf8')) as {
      ImageId: string;
      Label: string;
    }[];
    const trueOf = new Map(truth.map(({ ImageId, Label }) => [ImageId, Label]));
    const lines = await read(merged.output);
    const right = lines.filter((line) => {
      const id = String(line['source-ref']).split('/').at(-1)?.replace('.jpg', '') ?? '';
      const metadata = line['birds-open-images-clone-metadata'] as { 'class-name': string };
      return metadata['class-name'] === trueOf.get(id);
    });
    expect(right.length / lines.length).toBeGreaterThan(0.9);
  });
});
