import { ListLabelingJobsForWorkteamRequest } from '#contracts/labeling-api.ts';
import { jobColumns, readJob } from '../engine/job.ts';
import { serviceIdentity } from '../service-identity.ts';
import { countLabels } from './label-counters.ts';
import { listPage } from './list-page.ts';
import { defineOperation, epochSeconds } from './operation.ts';

export const listLabelingJobsForWorkteam = defineOperation({
  schema: ListLabelingJobsForWorkteamRequest,
  async run(request, { db }) {
    const workteamKey = request.WorkteamArn.slice(request.WorkteamArn.lastIndexOf('/') + 1).toLowerCase();
    let query = db.selectFrom('jobs').select(jobColumns).where('workteamKey', '=', workteamKey);
    const { CreationTimeAfter, CreationTimeBefore, JobReferenceCodeContains } = request;
    if (CreationTimeAfter !== undefined) query = query.where('createdAt', '>', CreationTimeAfter * 1000);
    if (CreationTimeBefore !== undefined) query = query.where('createdAt', '<', CreationTimeBefore * 1000);
    if (JobReferenceCodeContains !== undefined) {
      // Wildcards of LIKE in the text mean themselves.
      const text = JobReferenceCodeContains.replace(/[%_]/g, '');
      query = query.where('referenceCode', 'like', `%${text}%`);
    }
    const { rows, NextToken } = await listPage(query, request, {
      column: 'createdAt',
      key: 'jobKey',
      defaultOrder: 'Ascending',
    });
    const counters = await countLabels(
      db,
      rows.map(({ jobKey }) => jobKey),
    );
    return {
      LabelingJobSummaryList: rows.map((row) => {
        const job = readJob(row);
        const { HumanLabeled, Unlabeled, FailedNonRetryableError } = counters(job.jobKey);
        return {
          LabelingJobName: job.name,
          JobReferenceCode: job.referenceCode,
          WorkRequesterAccountId: serviceIdentity.accountId,
          CreationTime: epochSeconds(job.createdAt),
          LabelCounters: {
            HumanLabeled,
            PendingHuman: Unlabeled,
            Total: HumanLabeled + Unlabeled + FailedNonRetryableError,
          },
          NumberOfHumanWorkersPerDataObject: job.workersPerObject,
        };
      }),
      ...(NextToken === undefined ? {} : { NextToken }),
    };
  },
});
