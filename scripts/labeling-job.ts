import { setTimeout as wait } from 'node:timers/promises';
import {
  DescribeLabelingJobCommand,
  type DescribeLabelingJobCommandOutput,
  paginateListLabelingJobs,
  StopLabelingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { readAwsError, withAwsErrors } from './aws-error.ts';
import type { Clients } from './local-clients.ts';
import type { OnProgress } from './progress.ts';

/** What a person wants to know about a job. */
export interface JobState {
  name: string;
  /** Initializing, InProgress, Completed, Failed, Stopping or Stopped. */
  status: string;
  labeled: number;
  failed: number;
  unlabeled: number;
  /** ISO 8601. */
  createdAt: string;
  failureReason?: string;
}

/** A {@link JobState} with where things are. */
export interface JobDetails extends JobState {
  arn: string;
  labelAttributeName: string;
  title: string;
  workersPerObject: number;
  manifest?: string;
  template?: string;
  outputPath: string;
  outputManifest?: string;
}

/** On AWS a job's counters change every few minutes, and asking is throttled. */
const AWS_INTERVAL_MS = 10_000;

const endedStatuses = new Set(['Completed', 'Failed', 'Stopped']);

/** True when nothing will happen to the job any more. */
export const hasEnded = (job: { status: string }): boolean => endedStatuses.has(job.status);

/** Every job, newest first. */
export async function listJobs(clients: Clients): Promise<JobState[]> {
  const jobs: JobState[] = [];
  try {
    const pages = paginateListLabelingJobs(
      { client: clients.sagemaker },
      { SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 100 },
    );
    for await (const page of pages) {
      for (const job of page.LabelingJobSummaryList ?? [])
        jobs.push({
          name: job.LabelingJobName ?? '',
          status: job.LabelingJobStatus ?? '',
          ...readCounters(job.LabelCounters),
          createdAt: job.CreationTime?.toISOString() ?? '',
        });
    }
  } catch (error) {
    throw readAwsError(error, clients.connection);
  }
  return jobs;
}

/** @throws {GroundTruthError} `not-found` when there is no such job */
export async function describeJob(clients: Clients, name: string): Promise<JobDetails> {
  return readDetails(await findJob(clients, name));
}

/**
 * A job as the API describes it.
 * @throws {GroundTruthError} `not-found` with where it was looked for
 */
export async function findJob(clients: Clients, name: string): Promise<DescribeLabelingJobCommandOutput> {
  try {
    return await clients.sagemaker.send(new DescribeLabelingJobCommand({ LabelingJobName: name }));
  } catch (error) {
    const read = readAwsError(error, clients.connection, { job: name });
    // Nothing at all may have answered, which is no job's fault.
    if (!(error instanceof Error && /^(ResourceNotFound|ValidationException)/.test(error.name))) throw read;
    throw new GroundTruthError(
      'not-found',
      `There is no job ${name} in ${clients.connection.region}. "gtkit job list" prints those that there are; it may be in another region (--region).`,
      { where: { job: name }, cause: error },
    );
  }
}

/** Stops a job. What is labeled so far is kept; a stopped job cannot go on. */
export async function stopJob(clients: Clients, name: string): Promise<void> {
  await withAwsErrors(
    clients.connection,
    () => clients.sagemaker.send(new StopLabelingJobCommand({ LabelingJobName: name })),
    { job: name },
  );
}

/** Follows a job until it has ended, and returns how. An aborted watch returns the last state. */
export async function watchJob(
  clients: Clients,
  name: string,
  options: { onProgress?: OnProgress; signal?: AbortSignal; intervalMs?: number } = {},
): Promise<JobDetails> {
  for (;;) {
    const job = await describeJob(clients, name);
    const total = job.labeled + job.failed + job.unlabeled;
    options.onProgress?.({
      kind: 'count',
      text: name,
      done: job.labeled + job.failed,
      total,
      note: job.failed > 0 ? `${job.status}, ${job.failed} failed` : job.status,
    });
    if (hasEnded(job)) return job;
    try {
      await wait(
        options.intervalMs ?? (clients.connection.endpointUrl === undefined ? AWS_INTERVAL_MS : 1000),
        undefined,
        options.signal ? { signal: options.signal } : {},
      );
    } catch {
      return job;
    }
  }
}

function readCounters(counters: DescribeLabelingJobCommandOutput['LabelCounters']) {
  return {
    labeled: counters?.TotalLabeled ?? 0,
    failed: counters?.FailedNonRetryableError ?? 0,
    unlabeled: counters?.Unlabeled ?? 0,
  };
}

/** An answer of DescribeLabelingJob in our words. */
export function readDetails(job: DescribeLabelingJobCommandOutput): JobDetails {
  const manifest = job.InputConfig?.DataSource?.S3DataSource?.ManifestS3Uri;
  const template = job.HumanTaskConfig?.UiConfig?.UiTemplateS3Uri;
  const outputManifest = job.LabelingJobOutput?.OutputDatasetS3Uri;
  return {
    name: job.LabelingJobName ?? '',
    arn: job.LabelingJobArn ?? '',
    status: job.LabelingJobStatus ?? '',
    ...readCounters(job.LabelCounters),
    createdAt: job.CreationTime?.toISOString() ?? '',
    ...(job.FailureReason ? { failureReason: job.FailureReason } : {}),
    labelAttributeName: job.LabelAttributeName ?? '',
    title: job.HumanTaskConfig?.TaskTitle ?? '',
    workersPerObject: job.HumanTaskConfig?.NumberOfHumanWorkersPerDataObject ?? 1,
    ...(manifest ? { manifest } : {}),
    ...(template ? { template } : {}),
    outputPath: job.OutputConfig?.S3OutputPath ?? '',
    ...(outputManifest ? { outputManifest } : {}),
  };
}
