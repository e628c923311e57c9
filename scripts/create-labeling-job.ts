import { CreateLabelingJobCommand } from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { type PreparedJob, prepareLabelingJob } from './aws-account/prepare-labeling-job.ts';
import { refuseTakenName } from './aws-account/taken-name.ts';
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
    // Somebody else was quicker.
    if (read instanceof GroundTruthError && read.code === 'already-exists')
      await refuseTakenName(clients, job.request);
    throw read;
  }
}
