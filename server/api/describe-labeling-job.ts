import { LabelingJobNameRequest } from '#contracts/labeling-api.ts';
import { excerpt } from '#contracts/parse.ts';
import type { Database } from '../database/open-database.ts';
import { findJob, type Job } from '../engine/job.ts';
import { OperationError } from './aws-error.ts';
import { countLabels } from './label-counters.ts';
import { defineOperation, epochSeconds } from './operation.ts';
import { readTags } from './store-tags.ts';

/** The job of a name. @throws {OperationError} `ResourceNotFound` */
export async function requireJob(db: Database, name: string): Promise<Job> {
  const job = await findJob(db, name);
  if (job === undefined) {
    throw new OperationError('ResourceNotFound', `Labeling Job with name ${excerpt(name)} does not exist.`);
  }
  return job;
}

export const describeLabelingJob = defineOperation({
  schema: LabelingJobNameRequest,
  async run({ LabelingJobName }, { db }) {
    const job = await requireJob(db, LabelingJobName);
    const counters = await countLabels(db, [job.jobKey]);
    const { request } = job;
    return {
      LabelingJobName: job.name,
      LabelingJobArn: job.arn,
      LabelingJobStatus: job.status,
      LabelCounters: counters(job.jobKey),
      ...(job.failureReason === null ? {} : { FailureReason: job.failureReason }),
      CreationTime: epochSeconds(job.createdAt),
      LastModifiedTime: epochSeconds(job.modifiedAt),
      JobReferenceCode: job.referenceCode,
      LabelAttributeName: request.LabelAttributeName,
      InputConfig: request.InputConfig,
      OutputConfig: request.OutputConfig,
      RoleArn: request.RoleArn,
      LabelCategoryConfigS3Uri: request.LabelCategoryConfigS3Uri,
      HumanTaskConfig: request.HumanTaskConfig,
      Tags: await readTags(db, job.arn),
      ...(job.outputManifest === null
        ? {}
        : { LabelingJobOutput: { OutputDatasetS3Uri: job.outputManifest } }),
    };
  },
});
