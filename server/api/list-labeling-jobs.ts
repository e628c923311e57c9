import { ListLabelingJobsRequest } from '#contracts/labeling-api.ts';
import { type JobRow, jobColumns, readJob } from '../engine/job.ts';
import { countLabels } from './label-counters.ts';
import { listPage } from './list-page.ts';
import { defineOperation, epochSeconds } from './operation.ts';

const sortColumns = { Name: 'jobKey', CreationTime: 'createdAt', Status: 'status' } as const;

export const listLabelingJobs = defineOperation({
  schema: ListLabelingJobsRequest,
  async run(request, { db }) {
    let query = db.selectFrom('jobs').select(jobColumns);
    const { StatusEquals, NameContains } = request;
    if (StatusEquals !== undefined) query = query.where('status', '=', StatusEquals);
    if (NameContains !== undefined) query = query.where('jobKey', 'like', `%${NameContains.toLowerCase()}%`);
    const times = [
      ['createdAt', '>', request.CreationTimeAfter],
      ['createdAt', '<', request.CreationTimeBefore],
      ['modifiedAt', '>', request.LastModifiedTimeAfter],
      ['modifiedAt', '<', request.LastModifiedTimeBefore],
    ] as const;
    for (const [column, operator, seconds] of times) {
      if (seconds !== undefined) query = query.where(column, operator, Math.round(seconds * 1000));
    }
    const { rows, NextToken } = await listPage(query, request, {
      column: sortColumns[request.SortBy ?? 'CreationTime'],
      key: 'jobKey',
      defaultOrder: 'Ascending',
    });
    const counters = await countLabels(
      db,
      rows.map(({ jobKey }) => jobKey),
    );
    return {
      LabelingJobSummaryList: rows.map((row: JobRow) => {
        const job = readJob(row);
        const task = job.request.HumanTaskConfig;
        return {
          LabelingJobName: job.name,
          LabelingJobArn: job.arn,
          CreationTime: epochSeconds(job.createdAt),
          LastModifiedTime: epochSeconds(job.modifiedAt),
          LabelingJobStatus: job.status,
          LabelCounters: counters(job.jobKey),
          WorkteamArn: task.WorkteamArn,
          PreHumanTaskLambdaArn: task.PreHumanTaskLambdaArn,
          AnnotationConsolidationLambdaArn:
            task.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn,
          InputConfig: job.request.InputConfig,
          ...(job.failureReason === null ? {} : { FailureReason: job.failureReason }),
          ...(job.outputManifest === null
            ? {}
            : { LabelingJobOutput: { OutputDatasetS3Uri: job.outputManifest } }),
        };
      }),
      ...(NextToken === undefined ? {} : { NextToken }),
    };
  },
});
