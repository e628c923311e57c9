import { addTags } from './add-tags.ts';
import { createLabelingJob } from './create-labeling-job.ts';
import { createWorkforce } from './create-workforce.ts';
import { createWorkteam } from './create-workteam.ts';
import { deleteWorkteam } from './delete-workteam.ts';
import { describeLabelingJob } from './describe-labeling-job.ts';
import { describeWorkforce } from './describe-workforce.ts';
import { describeWorkteam } from './describe-workteam.ts';
import { listLabelingJobs } from './list-labeling-jobs.ts';
import { listLabelingJobsForWorkteam } from './list-labeling-jobs-for-workteam.ts';
import { listTags } from './list-tags.ts';
import { listWorkforces } from './list-workforces.ts';
import { listWorkteams } from './list-workteams.ts';
import type { Operation } from './operation.ts';
import { renderUiTemplate } from './render-ui-template.ts';
import { stopLabelingJob } from './stop-labeling-job.ts';
import { updateWorkteam } from './update-workteam.ts';

/** Every operation of the SageMaker API that this server has, by AWS's name. */
export const operations: Record<string, Operation> = {
  AddTags: addTags,
  CreateLabelingJob: createLabelingJob,
  CreateWorkforce: createWorkforce,
  CreateWorkteam: createWorkteam,
  DeleteWorkteam: deleteWorkteam,
  DescribeLabelingJob: describeLabelingJob,
  DescribeWorkforce: describeWorkforce,
  DescribeWorkteam: describeWorkteam,
  ListLabelingJobs: listLabelingJobs,
  ListLabelingJobsForWorkteam: listLabelingJobsForWorkteam,
  ListTags: listTags,
  ListWorkforces: listWorkforces,
  ListWorkteams: listWorkteams,
  RenderUiTemplate: renderUiTemplate,
  StopLabelingJob: stopLabelingJob,
  UpdateWorkteam: updateWorkteam,
};
