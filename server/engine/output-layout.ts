import { parseS3Uri, type S3Location } from '#contracts/s3-uri.ts';
import type { Job } from './job.ts';

/**
 * Ground Truth's only iteration for private teams. With Mechanical Turk the first ten objects were a probe
 * batch of their own.
 */
const ITERATION = 'iteration-1';

/** Where everything of one job goes. */
export interface OutputLayout {
  bucket: string;
  /** `<S3OutputPath>/<job>/annotations` as an S3 key. */
  annotations: string;
  outputManifest: string;
  template: string;
  workerResponse(position: number, fileTime: string): string;
  consolidationRequest(fileTime: string): string;
  consolidationResponse(fileTime: string): string;
}

/** The output tree of a job, as Ground Truth writes it. The job's name keeps its case here. */
export function outputLayout(job: Job): OutputLayout {
  const { bucket, key }: S3Location = parseS3Uri(job.request.OutputConfig.S3OutputPath);
  const prefix = key === '' ? '' : `${key.replace(/\/$/, '')}/`;
  const annotations = `${prefix}${job.name}/annotations`;
  const consolidated = `${annotations}/consolidated-annotation`;
  return {
    bucket,
    annotations,
    outputManifest: `${prefix}${job.name}/manifests/output/output.manifest`,
    template: `${prefix}${job.name}/annotation-tool/template.liquid`,
    workerResponse: (position, time) =>
      `${annotations}/worker-response/${ITERATION}/${position}/${time}.json`,
    consolidationRequest: (time) => `${consolidated}/consolidation-request/${ITERATION}/${time}.json`,
    consolidationResponse: (time) => `${consolidated}/consolidation-response/${ITERATION}/${time}.json`,
  };
}

/** Ground Truth's file name of a moment, `YYYY-MM-DD_HH:MM:SS` in UTC. */
export function fileTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace('T', '_');
}
