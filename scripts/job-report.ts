import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { KeypointLabel } from '#contracts/keypoint-label.ts';
import { parseManifestLine } from '#contracts/manifest-line.ts';
import { parseContract } from '#contracts/parse.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { escapeKey } from '#server/object-store/escape-key.ts';
import { readObject } from './bucket.ts';
import { describeJob } from './labeling-job.ts';
import type { Clients } from './local-clients.ts';
import { readTruth } from './read-truth.ts';
import { type DistanceScore, scoreKeypoints } from './score-keypoints.ts';

/** A pose job measured against its truth. Distances are in image pixels. */
export interface KeypointReport {
  keypoints: (DistanceScore & { name: string })[];
  overall: DistanceScore;
  /** As `overall`, of the keypoints that can be seen. */
  visible: DistanceScore;
  outputManifest: { uri: string; file: string };
  /** PNG with every image and its consolidated skeleton. */
  contactSheet: string;
}

export interface JobReportOptions {
  clients: Clients;
  /** Data folder of our own Ground Truth, where reports go and the objects' files are. */
  dataDir: string;
  job: string;
  truthFile: string;
  /** The images that were uploaded, by their `source-ref`. */
  imageFiles: ReadonlyMap<string, string>;
}

/**
 * Reads a finished pose job's output manifest, compares its labels with the truth, and draws them.
 * Failed objects have no label and are left out here; the job's counters have them.
 */
export async function reportKeypointJob(options: JobReportOptions): Promise<KeypointReport> {
  const { clients, job } = options;
  const { outputManifest: uri, labelAttributeName } = await describeJob(clients, job);
  if (uri === undefined) {
    throw new GroundTruthError('not-found', `The job ${job} has no output manifest yet.`, { where: { job } });
  }
  const text = new TextDecoder().decode(await readObject(clients, uri));
  const folder = join(options.dataDir, 'reports', job);
  await mkdir(folder, { recursive: true });
  const labels = readLabels(text, labelAttributeName, uri);
  const scores = scoreKeypoints(labels, await readTruth(options.truthFile));
  return {
    keypoints: Object.entries(scores.keypoints).map(([name, score]) => ({ name, ...score })),
    overall: scores.overall,
    visible: scores.visible,
    outputManifest: { uri, file: await fileOf(uri, text, options.dataDir, folder) },
    contactSheet: join(folder, 'contact-sheet.png'),
  };
}

function readLabels(
  text: string,
  attribute: string,
  file: string,
): { sourceRef: string; label: KeypointLabel }[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.flatMap((content, index) => {
    const line = parseManifestLine(content, index + 1, file);
    const sourceRef = line['source-ref'];
    const label = line[attribute];
    if (sourceRef === undefined || label === undefined) return [];
    return [{ sourceRef, label: parseContract(KeypointLabel, label, 'label', { file, line: index + 1 }) }];
  });
}

/** Where the object store keeps an object as a file, for a person to open; else a copy beside the report. */
async function fileOf(uri: string, text: string, dataDir: string, folder: string): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  const stored = join(dataDir, 'objects', bucket, 'objects', escapeKey(key));
  if (existsSync(stored)) return stored;
  const copy = join(folder, 'output.manifest');
  await writeFile(copy, text);
  return copy;
}
