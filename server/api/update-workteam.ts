import { UpdateWorkteamRequest } from '#contracts/labeling-api.ts';
import { defineOperation } from './operation.ts';
import { describeTeam, requireWorkteam } from './workteams.ts';

/** Changes the members that the request has and leaves the others. */
export const updateWorkteam = defineOperation({
  schema: UpdateWorkteamRequest,
  async run({ WorkteamName, ...change }, { db, clock }) {
    const row = await requireWorkteam(db, WorkteamName);
    const definition = { ...(JSON.parse(row.definition) as object), ...change };
    await db
      .updateTable('workteams')
      .set({ definition: JSON.stringify(definition), modifiedAt: clock() })
      .where('workteamKey', '=', row.workteamKey)
      .execute();
    return { Workteam: describeTeam(await requireWorkteam(db, WorkteamName)) };
  },
});
