import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { formatS3Uri, parseS3Uri } from '#contracts/s3-uri.ts';
import { type ListedObject, listObjects, readObject } from '../bucket.ts';
import { findJob, type JobDetails, readDetails } from '../labeling-job.ts';
import type { Clients } from '../local-clients.ts';
import type { OnProgress } from '../progress.ts';
import { CHAINED_FROM } from './chain-job.ts';
import { type MergedManifest, mergeManifests } from './merge-manifests.ts';

/** Requests in flight. */
const PARALLEL = 8;
/** Jobs in one chain; more is a circle. */
const LONGEST_CHAIN = 100;

export interface DownloadOptions {
  folder: string;
  onProgress?: OnProgress;
  signal?: AbortSignal;
  /** Lists what would be downloaded, and writes nothing. */
  dryRun?: boolean;
}

export interface DownloadedResults {
  folder: string;
  /** The job and those before it in the chain, newest first. */
  jobs: string[];
  status: string;
  files: number;
  /** Files that were there from an earlier run. */
  kept: number;
  /** The labels of the whole chain, one line an object; undefined while there is no output manifest. */
  manifest?: string;
  labeled: number;
  failed: MergedManifest['failed'];
  unlabeled: number;
}

/**
 * Downloads a job's output tree, and those of the jobs that it goes on from, to `<folder>/<job>/...`, and merges
 * their manifests to one. Files that are there already are kept, so that an interrupted run goes on.
 */
export async function downloadResults(
  clients: Clients,
  name: string,
  options: DownloadOptions,
): Promise<DownloadedResults> {
  const folder = resolve(options.folder);
  const chain = await findChain(clients, name);
  const counts = { files: 0, kept: 0 };
  for (const job of chain) await downloadTree(clients, job, folder, counts, options);
  const [newest] = chain;
  const outputs: { job: string; attribute: string; text: string }[] = [];
  for (const { outputManifest, name: job, labelAttributeName: attribute } of chain) {
    if (outputManifest === undefined) continue;
    const text = await readIfThere(clients, outputManifest);
    if (text !== undefined) outputs.push({ job, attribute, text });
  }
  const merged = mergeManifests(outputs);
  const manifest = join(folder, 'merged.manifest');
  if (outputs.length > 0 && !options.dryRun) await writeWhole(manifest, Buffer.from(merged.text));
  return {
    folder,
    jobs: chain.map((job) => job.name),
    status: newest?.status ?? '',
    ...counts,
    ...(outputs.length > 0 ? { manifest } : {}),
    labeled: merged.labeled,
    failed: merged.failed,
    unlabeled: merged.unlabeled,
  };
}

interface ChainedJob extends JobDetails {
  earlier: string | undefined;
}

/** A job and the jobs whose outputs were its inputs, newest first. */
async function findChain(clients: Clients, name: string): Promise<ChainedJob[]> {
  const chain: ChainedJob[] = [];
  let next: string | undefined = name;
  while (next !== undefined && chain.length < LONGEST_CHAIN) {
    const wanted: string = next;
    const seen = chain.some((job) => job.name === wanted);
    if (seen) break;
    try {
      const answer = await findJob(clients, wanted);
      const details = readDetails(answer);
      const tag = answer.Tags?.find(({ Key }) => Key === CHAINED_FROM)?.Value;
      const earlier = tag ?? jobOfOutput(details.manifest);
      chain.push({ ...details, earlier });
      next = earlier;
    } catch (error) {
      // An earlier job may be of another account; what follows it is complete without.
      const isGone = error instanceof GroundTruthError && error.code === 'not-found';
      if (chain.length === 0 || !isGone) throw error;
      break;
    }
  }
  return chain;
}

/** The job that wrote a manifest, by Ground Truth's path of an output manifest. */
function jobOfOutput(manifest: string | undefined): string | undefined {
  return /\/([^/]+)\/manifests\/output\/output\.manifest$/.exec(manifest ?? '')?.[1];
}

async function downloadTree(
  clients: Clients,
  job: ChainedJob,
  folder: string,
  counts: { files: number; kept: number },
  { onProgress, signal, dryRun = false }: DownloadOptions,
): Promise<void> {
  const root = parseS3Uri(`${job.outputPath.replace(/\/+$/, '')}/${job.name}/`);
  const objects: ListedObject[] = [];
  for await (const object of listObjects(clients, formatS3Uri(root))) objects.push(object);
  if (dryRun) return;
  let done = 0;
  const queue = objects.values();
  const work = async () => {
    for (const object of queue) {
      if (signal?.aborted) return;
      const file = join(folder, job.name, safePath(object.key.slice(root.key.length), object.uri));
      // Objects of a job are written once, so a file of the same size is the same.
      if ((await sizeOf(file)) === object.size && !file.endsWith('output.manifest')) counts.kept++;
      else await writeWhole(file, await readObject(clients, object.uri));
      counts.files++;
      onProgress?.({ kind: 'count', text: `Downloading ${job.name}`, done: ++done, total: objects.length });
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, objects.length) }, work));
  if (signal?.aborted) {
    throw new GroundTruthError(
      'conflict',
      `Stopped after ${done} of ${objects.length} files. Run the same command again to go on.`,
    );
  }
}

/** A key as a path below the folder. Windows has no colons in names. */
function safePath(key: string, uri: string): string {
  const parts = key.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0'))) {
    throw new GroundTruthError('invalid-argument', `The object ${uri} cannot be a file: its key is no path.`);
  }
  const names = process.platform === 'win32' ? parts.map((part) => part.replace(/[:\\]/g, '_')) : parts;
  return join(...names);
}

async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}

/** Writes a file so that it is there whole or not at all. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part`;
  await writeFile(part, bytes);
  await rename(part, file);
}

async function readIfThere(clients: Clients, uri: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await readObject(clients, uri));
  } catch (error) {
    if (error instanceof GroundTruthError && error.code === 'not-found') return undefined;
    throw error;
  }
}
