import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Skeleton } from '#contracts/skeleton.ts';
import type { PreparedExample } from '#examples/prepared-example.ts';
import { ensureBucket, writeObject } from './bucket.ts';
import type { JobConfig } from './job-config.ts';
import type { Clients } from './local-clients.ts';
import type { OnProgress } from './progress.ts';
import { projectRoot } from './project-root.ts';

/** The template that shows each task. */
const templateOf = { keypoint: 'keypoint-pose', 'bounding-box': 'bounding-box' } as const;

const contentTypeOf: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** An example in its bucket, and the job that labels it, ready for `createLabelingJob`. */
export interface PublishedExample {
  job: JobConfig;
  /** The images' files by their `source-ref`. */
  imageFiles: Map<string, string>;
  /** What the manifest's lines ask for, in a pose job. */
  skeleton: Skeleton | undefined;
}

/**
 * Puts an example's images, manifest and template into a bucket, and writes the request for its job just as a
 * person would for AWS.
 * @param workers answers asked for per image
 */
export async function publishExample(
  clients: Clients,
  example: PreparedExample,
  options: { bucket: string; jobName: string; workteam: string; workers: number; onProgress: OnProgress },
): Promise<PublishedExample> {
  const base = `s3://${options.bucket}/${example.name}`;
  await ensureBucket(clients, options.bucket);
  const lines: string[] = [];
  const imageFiles = new Map<string, string>();
  let skeleton: Skeleton | undefined;
  for (const [index, file] of example.imageFiles.entries()) {
    const uri = `${base}/images/${basename(file)}`;
    await writeObject(clients, uri, await readFile(file), contentTypeOf[extname(file)] ?? 'image/png');
    imageFiles.set(uri, file);
    const line = example.manifestLine(file, uri);
    skeleton ??= Skeleton.safeParse(line['skeleton']).data;
    lines.push(`${JSON.stringify(line)}\n`);
    options.onProgress({
      kind: 'count',
      text: 'Uploading images',
      done: index + 1,
      total: example.imageFiles.length,
    });
  }
  const manifest = await writeObject(
    clients,
    `${base}/input.manifest`,
    lines.join(''),
    'application/x-ndjson',
  );
  const templateFile = `${templateOf[example.task]}.liquid.html`;
  const template = await writeObject(
    clients,
    `s3://${options.bucket}/templates/${templateFile}`,
    await readFile(join(projectRoot, 'dist', 'templates', templateFile)),
    'text/html',
  );
  const job: JobConfig = {
    LabelingJobName: options.jobName,
    LabelAttributeName: example.name,
    InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: manifest } } },
    OutputConfig: { S3OutputPath: `s3://${options.bucket}/output` },
    HumanTaskConfig: {
      WorkteamArn: options.workteam,
      UiConfig: { UiTemplateS3Uri: template },
      PreHumanTaskLambdaArn: `${example.task}-pre-LabelingFunction`,
      AnnotationConsolidationConfig: {
        AnnotationConsolidationLambdaArn: `${example.task}-post-LabelingFunction`,
      },
      TaskTitle: example.title,
      TaskDescription: example.description,
      TaskKeywords: example.keywords,
      NumberOfHumanWorkersPerDataObject: options.workers,
      TaskTimeLimitInSeconds: 1800,
    },
  };
  return { job, imageFiles, skeleton };
}
