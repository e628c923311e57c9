import { WorkteamNameRequest } from '#contracts/labeling-api.ts';
import { OperationError } from './aws-error.ts';
import { defineOperation } from './operation.ts';
import { requireWorkteam } from './workteams.ts';

/** Deletes a team that no running job needs. */
export const deleteWorkteam = defineOperation({
  schema: WorkteamNameRequest,
  async run({ WorkteamName }, { db }) {
    const { workteamKey, arn } = await requireWorkteam(db, WorkteamName);
    const job = await db
      .selectFrom('jobs')
      .select('name')
      .where('workteamKey', '=', workteamKey)
      .where('status', 'in', ['Initializing', 'InProgress', 'Stopping'])
      .executeTakeFirst();
    if (job !== undefined) {
      throw new OperationError(
        'ResourceInUse',
        `Workteam ${WorkteamName} is in use by labeling job ${job.name}.`,
      );
    }
    await db.deleteFrom('workteams').where('workteamKey', '=', workteamKey).execute();
    await db.deleteFrom('tags').where('resourceArn', '=', arn).execute();
    return { Success: true };
  },
});
