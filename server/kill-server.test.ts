import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { writeTestFunctions } from './testing/test-functions.ts';
import { TestRequester } from './testing/test-requester.ts';
import { TestWorker } from './testing/test-worker.ts';

/** How often the server is killed; set GTKIT_KILLS for more. */
const KILLS = Number(process.env['GTKIT_KILLS'] ?? 50);
const OBJECTS = 120;
const WORKERS_PER_OBJECT = 2;
const ANSWERS = OBJECTS * WORKERS_PER_OBJECT;

let child: ChildProcess | undefined;
let folder = '';

afterAll(async () => {
  child?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** A port that was free a moment ago: the server has to come back under the address that it had. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function startChild(port: number): { ready: Promise<unknown> } {
  child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'testing/serve-child.ts'), folder, String(port)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return { ready: once(child.stdout as NodeJS.ReadableStream, 'data') };
}

async function killChild(): Promise<void> {
  const gone = once(child as ChildProcess, 'exit');
  child?.kill('SIGKILL');
  await gone;
}

it(`loses no accepted answer in ${KILLS} kills of a working server, and the job completes`, {
  timeout: 60_000 + KILLS * 4000,
}, async () => {
  folder = await mkdtemp(join(tmpdir(), 'gtkit-kill-'));
  await writeTestFunctions(join(folder, 'test-lambdas'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await startChild(port).ready;

  const requester = new TestRequester(url);
  await requester.prepare();
  await requester.createJob({
    name: 'survivor',
    lines: Array.from({ length: OBJECTS }, (_, index) => ({ source: `text ${index}` })),
    task: { NumberOfHumanWorkersPerDataObject: WORKERS_PER_OBJECT },
  });

  let kills = 0;
  let done = false;
  /** What the server said 200 to. */
  const accepted = new Set<string>();

  // Workers keep step with the kills, so that answers are on their way at every one of them.
  const mayAnswer = () => accepted.size < Math.ceil((ANSWERS * (kills + 1)) / (KILLS + 1));
  const label = async (name: string) => {
    let worker: TestWorker | undefined;
    for (let number = 0; !done; ) {
      try {
        worker ??= await TestWorker.signIn(url, name);
        const task = mayAnswer() ? await worker.take('survivor', 0) : undefined;
        if (task === undefined) {
          await wait(20);
          continue;
        }
        const answer = `${name} ${number++}`;
        if ((await worker.submit(task, { answer })).status === 200) accepted.add(answer);
      } catch {
        // The server is gone; whether the answer was taken is not known.
        await wait(20);
      }
    }
  };
  const workers = ['Ann', 'Ben', 'Cem', 'Dee'].map(label);

  while (kills < KILLS) {
    // One in five dies while it starts.
    await wait(Math.random() * 300);
    await killChild();
    kills++;
    const { ready } = startChild(port);
    if (kills % 5 !== 0) await ready;
  }
  const job = await (async () => {
    for (;;) {
      try {
        const found = await requester.describe('survivor');
        if (found.LabelingJobStatus !== 'InProgress' && found.LabelingJobStatus !== 'Initializing')
          return found;
      } catch {
        // Not up yet.
      }
      await wait(50);
    }
  })();
  done = true;
  await Promise.all(workers);

  expect(job.LabelingJobStatus).toBe('Completed');
  expect(job.LabelCounters?.TotalLabeled).toBe(OBJECTS);
  const responses = await requester.responses('survivor');
  requester.close();
  expect(responses.size).toBe(OBJECTS);
  const stored: unknown[] = [];
  for (const { answers } of responses.values()) {
    expect(new Set(answers.map(({ workerId }) => workerId)).size).toBe(WORKERS_PER_OBJECT);
    stored.push(...answers.map(({ answerContent }) => (answerContent as { answer: string }).answer));
  }
  expect(stored).toHaveLength(ANSWERS);
  expect(new Set(stored).size).toBe(ANSWERS);
  expect([...accepted].filter((answer) => !stored.includes(answer))).toEqual([]);
});
