import { WorkteamNameRequest } from '#contracts/labeling-api.ts';
import { defineOperation } from './operation.ts';
import { describeTeam, requireWorkteam } from './workteams.ts';

export const describeWorkteam = defineOperation({
  schema: WorkteamNameRequest,
  async run({ WorkteamName }, { db }) {
    return { Workteam: describeTeam(await requireWorkteam(db, WorkteamName)) };
  },
});
