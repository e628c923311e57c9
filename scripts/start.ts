import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { examples } from '#examples/registry.ts';
import { createLabelingJob } from './create-labeling-job.ts';
import { ensureWorkteam } from './ensure-workteam.ts';
import { type KeypointReport, reportKeypointJob } from './job-report.ts';
import { type Clients, createClients } from './local-clients.ts';
import type { OnProgress } from './progress.ts';
import { publishExample } from './publish-example.ts';
import { simulate } from './simulate.ts';
import { up } from './up.ts';

export interface StartOptions {
  dataDir: string;
  port?: number;
  /** Leave no second job behind. */
  once?: boolean;
  onProgress?: OnProgress;
  signal?: AbortSignal;
}

/** What `npm start` ends with. Distances are in image pixels. */
export interface StartReport extends KeypointReport {
  job: string;
  status: string;
  labeled: number;
  failed: number;
  answers: number;
  tasksPerSecond: number;
  /** From the command to the report. */
  wallMs: number;
  /** The job that waits for the person. */
  open?: { job: string; portal: string };
}

export interface Started {
  /** Undefined when the person stopped it before the end. */
  report: StartReport | undefined;
  url: string;
  close(): Promise<void>;
}

const BUCKET = 'ground-truth-kit';
const WORKTEAM = 'everybody';
const SIMULATED_WORKERS = 5;

/**
 * Runs the whole flow once on real images: our own Ground Truth starts, the cats' job is created through the
 * SageMaker API as it would be on AWS, simulated workers label it through the portal, and the consolidated
 * keypoints are measured against the truth. Then a second job is left for the person.
 */
export async function start(options: StartOptions): Promise<Started> {
  const { onProgress = () => {}, signal } = options;
  const startedAt = performance.now();
  const server = await up({
    dataDir: options.dataDir,
    onProgress,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  const { url, region } = server.address;
  onProgress({ kind: 'step', text: `Ground Truth is up at ${url}` });
  const clients = createClients({ endpointUrl: url, region });
  const close = async () => {
    clients.close();
    await server.close();
  };
  try {
    const run = { clients, dataDir: resolve(options.dataDir), onProgress };
    signal?.throwIfAborted();
    const cats = await openExample(run, 'cat-pose', SIMULATED_WORKERS);
    const result = await simulate({
      clients,
      job: cats.job,
      workers: SIMULATED_WORKERS,
      truthFile: cats.truthFile,
      onProgress,
      ...(signal ? { signal } : {}),
    });
    signal?.throwIfAborted();
    const measured = await reportKeypointJob({ ...run, ...cats });
    const wallMs = Math.round(performance.now() - startedAt);
    const boats = options.once ? undefined : await openExample(run, 'nagasaki-boats', 1);
    const report: StartReport = {
      job: cats.job,
      status: result.status,
      labeled: result.labeled,
      failed: result.failed,
      answers: result.submitted,
      tasksPerSecond: result.tasksPerSecond,
      wallMs,
      ...measured,
      ...(boats ? { open: { job: boats.job, portal: `${url}/portal` } } : {}),
    };
    return { report, url, close };
  } catch (error) {
    if (signal?.aborted) return { report: undefined, url, close };
    await close();
    throw error;
  }
}

interface Run {
  clients: Clients;
  dataDir: string;
  onProgress: OnProgress;
}

interface OpenedExample {
  job: string;
  truthFile: string;
  imageFiles: Map<string, string>;
  skeleton: Skeleton | undefined;
}

/** Publishes an example and creates its job under a name of its own. */
async function openExample(
  { clients, dataDir, onProgress }: Run,
  name: string,
  workers: number,
): Promise<OpenedExample> {
  const example = examples[name];
  if (!example) throw new GroundTruthError('not-found', `There is no example ${name}.`);
  const folder = join(dataDir, 'examples', name);
  await mkdir(folder, { recursive: true });
  const prepared = await example.prepare(folder);
  const job = `${name}-${timestamp(new Date())}`;
  const workteam = await ensureWorkteam(clients, WORKTEAM);
  const published = await publishExample(clients, prepared, {
    bucket: BUCKET,
    jobName: job,
    workteam,
    workers,
    onProgress,
  });
  await createLabelingJob(clients, published.job);
  onProgress({ kind: 'step', text: `Created the job ${job}, ${prepared.imageFiles.length} images` });
  const { imageFiles, skeleton } = published;
  return { job, truthFile: prepared.truthFile, imageFiles, skeleton };
}

/** `20261121-060712-345` in UTC: jobs need names that were never used, also when two start in one second. */
function timestamp(time: Date): string {
  const [date = '', clock = ''] = time.toISOString().slice(0, -1).split('T');
  return `${date.replaceAll('-', '')}-${clock.replaceAll(':', '').replace('.', '-')}`;
}
