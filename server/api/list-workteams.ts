import { ListByNameRequest } from '#contracts/labeling-api.ts';
import { listPage } from './list-page.ts';
import { defineOperation } from './operation.ts';
import { describeTeam } from './workteams.ts';

export const listWorkteams = defineOperation({
  schema: ListByNameRequest,
  async run(request, { db }) {
    let query = db.selectFrom('workteams').selectAll();
    if (request.NameContains !== undefined) {
      query = query.where('workteamKey', 'like', `%${request.NameContains.toLowerCase()}%`);
    }
    const { rows, NextToken } = await listPage(query, request, {
      column: request.SortBy === 'Name' ? 'workteamKey' : 'createdAt',
      key: 'workteamKey',
      defaultOrder: 'Ascending',
    });
    return { Workteams: rows.map(describeTeam), ...(NextToken === undefined ? {} : { NextToken }) };
  },
});
