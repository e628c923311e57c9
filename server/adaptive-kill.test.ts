import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeTestFunctions } from './testing/test-functions.ts';
import { TestRequester } from './testing/test-requester.ts';
import { TestWorker } from './testing/test-worker.ts';

const OBJECTS = 12;

let child: ChildProcess | undefined;
let folder = '';

afterAll(async () => {
  child?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts a server in a process of its own and gives its address. */
async function start(): Promise<string> {
  const script = join(import.meta.dirname, 'testing/serve-child.ts');
  child = spawn(process.execPath, [script, folder, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return line.toString().trim();
}

async function kill(): Promise<void> {
  const gone = once(child as ChildProcess, 'exit');
  child?.kill('SIGKILL');
  await gone;
}

it('asks again for unsure objects after it was killed in the middle, and counts every answer once', {
  timeout: 60_000,
}, async () => {
  folder = await mkdtemp(join(tmpdir(), 'gtkit-adaptive-kill-'));
  await writeTestFunctions(join(folder, 'test-lambdas'));
  let url = await start();
  let requester = new TestRequester(url);
  await requester.prepare();
  await requester.createJob({
    name: 'unsure',
    lines: Array.from({ length: OBJECTS }, (_, index) => ({ source: `text ${index}` })),
    request: { Tags: [{ Key: 'gtkit:adaptive', Value: 'max=2' }] },
  });

  /** One worker answers what there is, and the server is killed while it merges that. */
  const answerAll = async (url: string, name: string, confidence: number, wanted: number) => {
    const worker = await TestWorker.signIn(url, name);
    for (let answered = 0; answered < wanted; answered++) {
      expect((await worker.submit(await worker.mustTake('unsure'), { confidence })).status).toBe(200);
    }
  };
  await answerAll(url, 'Ann', 0.4, OBJECTS);
  for (let kills = 0; kills < 2; kills++) {
    await kill();
    requester.close();
    url = await start();
    requester = new TestRequester(url);
  }
  await answerAll(url, 'Ben', 0.6, OBJECTS / 2);
  await kill();
  requester.close();
  url = await start();
  requester = new TestRequester(url);
  await answerAll(url, 'Ben', 0.6, OBJECTS / 2);
  const job = await requester.ended('unsure');
  expect(job.LabelCounters).toMatchObject({ TotalLabeled: OBJECTS });
  for (const line of await requester.output('unsure')) {
    expect(line).toMatchObject({ 'my-label': { count: 2 }, 'my-label-metadata': { confidence: 0.6 } });
  }
  const files = [...(await requester.responses('unsure')).values()];
  expect(files).toHaveLength(OBJECTS);
  expect(files.every(({ answers }) => answers.length === 2)).toBe(true);
  requester.close();
});
