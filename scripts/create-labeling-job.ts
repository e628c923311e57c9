import { CreateLabelingJobCommand, DescribeLabelingJobCommand } from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { type PreparedJob, prepareLabelingJob } from './aws-account/prepare-labeling-job.ts';
import { readAwsError } from './aws-error.ts';
import { ensureBucket, writeObject } from './bucket.ts';
import { ensureWorkteam } from './ensure-workteam.ts';
import type { JobConfig } from './job-config.ts';
import type { Clients } from './local-clients.ts';

/**
 * Creates a labeling job. Names in place of ARNs are looked up, and files in place of addresses are uploaded
 * next to the output, so that one small file works on our own Ground Truth and on AWS.
 * @param file where the configuration was read, from which relative paths start
 * @returns the job's ARN
 */
export async function createLabelingJob(clients: Clients, config: JobConfig, file?: string): Promise<string> {
  return submitLabelingJob(clients, await prepareLabelingJob(clients, config, file));
}

/** Uploads what a prepared job needs and creates it. Every step may be repeated. */
export async function submitLabelingJob(clients: Clients, job: PreparedJob): Promise<string> {
  for (const { uri, text, contentType, bucket } of job.uploads) {
    await ensureBucket(clients, bucket);
    await writeObject(clients, uri, text, contentType);
  }
  if (job.newWorkteam !== undefined) await ensureWorkteam(clients, job.newWorkteam);
  const name = job.request.LabelingJobName ?? '';
  try {
    const answer = await clients.sagemaker.send(new CreateLabelingJobCommand(job.request));
    return answer.LabelingJobArn ?? '';
  } catch (error) {
    const read = readAwsError(error, clients.connection, { job: name });
    const isTaken = read instanceof GroundTruthError && read.code === 'already-exists';
    throw isTaken ? await describeTaken(clients, job, read) : read;
  }
}

/** Whether the job that has the name is this very one, created by a run that was interrupted. */
async function describeTaken(clients: Clients, job: PreparedJob, error: GroundTruthError): Promise<Error> {
  const name = job.request.LabelingJobName ?? '';
  try {
    const there = await clients.sagemaker.send(new DescribeLabelingJobCommand({ LabelingJobName: name }));
    const isSame =
      JSON.stringify(there.InputConfig?.DataSource) === JSON.stringify(job.request.InputConfig?.DataSource) &&
      there.LabelAttributeName === job.request.LabelAttributeName &&
      there.OutputConfig?.S3OutputPath === job.request.OutputConfig?.S3OutputPath;
    const advice = isSame
      ? `It has the same input, output and label attribute, so it is likely yours: "gtkit job watch ${name}" follows it.`
      : 'It is another job: choose another LabelingJobName.';
    return new GroundTruthError('already-exists', `${error.message} ${advice}`, {
      where: error.where,
      cause: error,
    });
  } catch {
    return error;
  }
}
