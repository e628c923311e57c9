import { LabelingJobNameRequest } from '#contracts/labeling-api.ts';
import { updateJob } from '../engine/job.ts';
import { requireJob } from './describe-labeling-job.ts';
import { defineOperation } from './operation.ts';

/** Stops a job; what was labeled and answered so far is kept. A job that has ended stays as it is. */
export const stopLabelingJob = defineOperation({
  schema: LabelingJobNameRequest,
  async run({ LabelingJobName }, { db, clock, wake }) {
    const job = await requireJob(db, LabelingJobName);
    await updateJob(db, job.jobKey, ['Initializing', 'InProgress'], {
      status: 'Stopping',
      modifiedAt: clock(),
    });
    wake(job.jobKey);
    return {};
  },
});
