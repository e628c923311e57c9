/**
 * How many tasks a second our own Ground Truth takes: `node bench/server-throughput.ts [workers] [objects]`,
 * after `npm run build`. The server runs in a process of its own, as with `gtkit up`, with its database and
 * objects on disk; the workers of this process label as a browser does: read the task's page, submit, next.
 * Every accepted answer is on the disk before its reply. The job has the built keypoint Lambdas.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LeasedTask } from '#server/tasks/leased-task.ts';
import { TestRequester } from '#server/testing/test-requester.ts';
import { TestWorker } from '#server/testing/test-worker.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';

const WORKERS = Number(process.argv[2] ?? 10);
const OBJECTS = Number(process.argv[3] ?? 600);
const PER_OBJECT = 5;

const root = join(import.meta.dirname, '..');
const folder = await mkdtemp(join(tmpdir(), 'throughput-'));
await cp(join(root, 'dist/lambdas'), join(folder, 'test-lambdas'), { recursive: true });
const template = await readFile(join(root, 'dist/templates/keypoint-pose.liquid.html'), 'utf8');

const child: ChildProcess = spawn(
  process.execPath,
  [join(root, 'server/testing/serve-child.ts'), folder, '0'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const [ready] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
const url = ready.toString().trim();

/** An answer as the keypoint element gives it, a little different each time. */
function answer() {
  const keypoints = catSideView.keypoints.map(({ name }, index) => ({
    label: name,
    x: Math.round(100 + index * 20 + Math.random() * 4),
    y: Math.round(200 + index * 10 + Math.random() * 4),
    visibility: 'visible',
  }));
  const value = { inputImageProperties: { width: 640, height: 480 }, keypoints };
  return { annotatedResult: JSON.stringify(value) };
}

const requester = new TestRequester(url);
try {
  await requester.prepare();
  await requester.put('image.jpg', 'not looked at here');
  const started = performance.now();
  const arn = (side: string) =>
    `arn:aws:lambda:us-east-1:000000000000:function:keypoint-${side}-LabelingFunction`;
  await requester.createJob({
    name: 'throughput',
    lines: Array.from({ length: OBJECTS }, () => ({
      'source-ref': 's3://test-bucket/image.jpg',
      skeleton: catSideView,
    })),
    template,
    task: {
      NumberOfHumanWorkersPerDataObject: PER_OBJECT,
      PreHumanTaskLambdaArn: arn('pre'),
      AnnotationConsolidationConfig: { AnnotationConsolidationLambdaArn: arn('post') },
    },
  });

  const latencies: number[] = [];
  let first = 0;
  let last = 0;
  const label = async (name: string) => {
    const worker = await TestWorker.signIn(url, name);
    let task: LeasedTask | null | undefined;
    for (;;) {
      task ??= await worker.take('throughput', 1000);
      if (task === undefined) return;
      first ||= performance.now();
      const page = await worker.send('GET', task.page);
      if (!page.ok) throw new Error(await page.text());
      await page.text();
      const sent = performance.now();
      const reply = await worker.submit(task, answer());
      last = performance.now();
      if (reply.status !== 200) throw new Error(`An answer was refused with status ${reply.status}.`);
      latencies.push(last - sent);
      task = reply.next;
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, index) => label(`Worker ${index}`)));
  const job = await requester.ended('throughput');
  const wallSeconds = (performance.now() - started) / 1000;

  latencies.sort((a, b) => a - b);
  const at = (share: number) => (latencies[Math.floor((latencies.length - 1) * share)] ?? 0).toFixed(1);
  console.log(`Node ${process.version}; ${WORKERS} workers, ${OBJECTS} objects, ${PER_OBJECT} answers each`);
  console.log(`tasks a second          ${(latencies.length / ((last - first) / 1000)).toFixed(0)}`);
  console.log(`submit, ms              median ${at(0.5)}, 99th percentile ${at(0.99)}, worst ${at(1)}`);
  console.log(`job, from creation      ${wallSeconds.toFixed(1)} s, ${job.LabelingJobStatus}`);
  console.log(`labeled                 ${job.LabelCounters?.TotalLabeled} of ${OBJECTS}`);
} finally {
  requester.close();
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  await rm(folder, { recursive: true, force: true });
}
