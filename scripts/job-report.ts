import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { KeypointLabel } from '#contracts/keypoint-label.ts';
import { ManifestLine } from '#contracts/manifest-line.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { escapeKey } from '#server/object-store/escape-key.ts';
import { readObject } from './bucket.ts';
import { writeContactSheet } from './contact-sheet.ts';
import { describeJob } from './labeling-job.ts';
import type { Clients } from './local-clients.ts';
import { type FailedObject, findFailures } from './read-failures.ts';
import { readTruth } from './read-truth.ts';
import { type DistanceScore, scoreKeypoints } from './score-keypoints.ts';

/** A pose job measured against its truth. Distances are in image pixels. */
export interface KeypointReport {
  keypoints: (DistanceScore & { name: string })[];
  overall: DistanceScore;
  /** As `overall`, of the keypoints that can be seen. */
  visible: DistanceScore;
  outputManifest: { uri: string; file: string };
  /** Objects without a label, and why. */
  failures: FailedObject[];
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
  /** Gives the contact sheet its edges and sides. */
  skeleton?: Skeleton | undefined;
}

/**
 * Reads a finished pose job's output manifest, compares its labels with the truth, and draws them.
 * Failed objects have no label; they are listed with their reasons.
 */
export async function reportKeypointJob(options: JobReportOptions): Promise<KeypointReport> {
  const { clients, job } = options;
  const details = await describeJob(clients, job);
  const { outputManifest: uri, labelAttributeName } = details;
  if (uri === undefined) {
    const reason = details.failureReason ?? 'it has no output manifest yet.';
    throw new GroundTruthError('not-found', `The job ${job} is ${details.status}: ${reason}`, {
      where: { job },
    });
  }
  const text = new TextDecoder().decode(await readObject(clients, uri));
  const folder = join(options.dataDir, 'reports', job);
  await mkdir(folder, { recursive: true });
  const labels = readLabels(text, labelAttributeName, uri);
  const scores = scoreKeypoints(labels, await readTruth(options.truthFile));
  const labelOf = new Map(labels.map(({ sourceRef, label }) => [sourceRef, label]));
  const contactSheet = await writeContactSheet({
    images: [...options.imageFiles.values()],
    labels: [...options.imageFiles.keys()].map((sourceRef) => labelOf.get(sourceRef)),
    skeleton: options.skeleton,
    outFile: join(folder, 'contact-sheet.png'),
  });
  return {
    keypoints: Object.entries(scores.keypoints).map(([name, score]) => ({ name, ...rounded(score) })),
    overall: rounded(scores.overall),
    visible: rounded(scores.visible),
    outputManifest: { uri, file: await fileOf(uri, text, options.dataDir, folder) },
    failures: findFailures(text, labelAttributeName),
    contactSheet,
  };
}

/** Hundredths of a pixel are more than the truth knows. */
function rounded(score: DistanceScore): DistanceScore {
  const round = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);
  return { ...score, median: round(score.median), worst: round(score.worst) };
}

function readLabels(
  text: string,
  attribute: string,
  file: string,
): { sourceRef: string; label: KeypointLabel }[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.flatMap((content, index) => {
    const where = { file, line: index + 1 };
    // The limits of an input manifest do not hold here: a label carries the answers of all its workers.
    const line = parseContract(ManifestLine, parseJson(content, 'line', where), 'line', where);
    const sourceRef = line['source-ref'];
    const label = line[attribute];
    if (sourceRef === undefined || label === undefined) return [];
    return [{ sourceRef, label: parseContract(KeypointLabel, label, 'label', where) }];
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
