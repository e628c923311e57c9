import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { DescribeLabelingJobCommand } from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { LabelCategoryConfig } from '#contracts/label-category.ts';
import { excerpt, parseContract, parseJson } from '#contracts/parse.ts';
import { withAwsErrors } from '../aws-error.ts';
import type { Clients } from '../local-clients.ts';
import { readText } from '../read-text.ts';
import { type JobFiles, openJobFolder, openJobPrefix } from './job-files.ts';

/** A job's output, found. */
export interface OpenedJob {
  name: string;
  files: JobFiles;
  /** Path of the folder with the worker-response files. */
  responses: string;
  /** Path of the output manifest; undefined while the job has none. */
  manifest: string | undefined;
  /** Known when the job was asked for by its name. */
  labelAttribute?: string;
  labelCategories?: string[];
}

/** Where the two things are: in a job's own tree, or in a folder that somebody made of it. */
const layouts = [
  { manifest: 'manifests/output/output.manifest', responses: 'annotations/worker-response' },
  { manifest: 'output.manifest', responses: 'worker-response' },
];

/**
 * Opens a job's output by a folder of this machine, an `s3://` prefix or the job's name.
 * @throws {GroundTruthError} `not-found` when it is nowhere
 */
export async function openJob(place: string, clients: Clients | undefined): Promise<OpenedJob> {
  if (place.startsWith('s3://')) {
    if (!clients)
      throw new GroundTruthError('invalid-argument', `${place} needs a connection to its bucket.`);
    const root = place.replace(/\/+$/, '');
    return { name: basename(root), ...(await findLayout(openJobPrefix(clients, root))) };
  }
  if ((await stat(place).catch(() => undefined))?.isDirectory()) {
    const root = resolve(place);
    return { name: basename(root), ...(await findLayout(openJobFolder(root))) };
  }
  if (!clients || !/^[a-zA-Z0-9-]{1,63}$/.test(place)) {
    throw new GroundTruthError(
      'not-found',
      `There is no folder ${excerpt(place)}, and it is neither an s3:// address nor a job's name.`,
    );
  }
  return openNamed(place, clients);
}

async function openNamed(jobName: string, clients: Clients): Promise<OpenedJob> {
  const job = await withAwsErrors(
    clients.connection,
    () => clients.sagemaker.send(new DescribeLabelingJobCommand({ LabelingJobName: jobName })),
    { job: jobName },
  );
  const name = job.LabelingJobName ?? jobName;
  const root = `${(job.OutputConfig?.S3OutputPath ?? '').replace(/\/+$/, '')}/${name}`;
  const categories = job.LabelCategoryConfigS3Uri;
  return {
    name,
    ...(await findLayout(openJobPrefix(clients, root))),
    ...(job.LabelAttributeName ? { labelAttribute: job.LabelAttributeName } : {}),
    ...(categories ? { labelCategories: await readCategories(categories, clients) } : {}),
  };
}

async function readCategories(uri: string, clients: Clients): Promise<string[]> {
  const value = parseJson(await readText(uri, clients), 'label category file', { file: uri });
  return parseContract(LabelCategoryConfig, value, 'label category file').labels.map(({ label }) => label);
}

async function findLayout(files: JobFiles): Promise<Pick<OpenedJob, 'files' | 'manifest' | 'responses'>> {
  for (const { manifest, responses } of layouts)
    if (await files.exists(manifest)) return { files, manifest, responses };
  for (const { responses } of layouts) {
    try {
      for await (const _ of files.list(responses)) return { files, manifest: undefined, responses };
    } catch {
      // No such folder in this layout.
    }
  }
  throw new GroundTruthError(
    'not-found',
    `There is neither an output manifest nor a worker's answer below ${files.root}.`,
  );
}
