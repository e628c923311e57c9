import { randomBytes } from 'node:crypto';
import { CreateLabelingJobRequest } from '#contracts/labeling-api.ts';
import type { Database } from '../database/open-database.ts';
import { labelingJobArn } from '../service-identity.ts';
import { OperationError } from './aws-error.ts';
import { checkLabelingJob } from './check-labeling-job.ts';
import { defineOperation } from './operation.ts';
import { storeTags } from './store-tags.ts';

/** Mechanical Turk's team closed with it; jobs for it are open to everybody who signs in. */
const PUBLIC_TEAM = /:workteam\/public-crowd\/default$/;

/** Records a labeling job and sets the engine to work. What is wrong in the job's files fails the job later. */
export const createLabelingJob = defineOperation({
  schema: CreateLabelingJobRequest,
  async run(request, { db, clock, wake }) {
    checkLabelingJob(request);
    const workteamKey = await findWorkteamKey(db, request.HumanTaskConfig.WorkteamArn);
    const now = clock();
    const arn = labelingJobArn(request.LabelingJobName);
    const jobKey = request.LabelingJobName.toLowerCase();
    // The primary key decides between two requests at once.
    const inserted = await db
      .insertInto('jobs')
      .values({
        jobKey,
        name: request.LabelingJobName,
        arn,
        status: 'Initializing',
        request: JSON.stringify(request),
        referenceCode: randomBytes(16).toString('hex'),
        workteamKey,
        workersPerObject: request.HumanTaskConfig.NumberOfHumanWorkersPerDataObject,
        createdAt: now,
        modifiedAt: now,
      })
      .onConflict((conflict) => conflict.column('jobKey').doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) {
      throw new OperationError(
        'ResourceInUse',
        `Labeling Job with name ${request.LabelingJobName} already exists. Names are unique regardless of case.`,
      );
    }
    await storeTags(db, arn, request.Tags);
    wake(jobKey);
    return { LabelingJobArn: arn };
  },
});

/** Teams are found by name: a client's region and account are as good as ours. */
async function findWorkteamKey(db: Database, arn: string): Promise<string> {
  const key = arn.slice(arn.lastIndexOf('/') + 1).toLowerCase();
  if (PUBLIC_TEAM.test(arn)) return key;
  const team = await db
    .selectFrom('workteams')
    .select('workteamKey')
    .where('workteamKey', '=', key)
    .executeTakeFirst();
  if (team === undefined) {
    throw new OperationError('ValidationException', `The work team ${arn} does not exist.`);
  }
  return key;
}
