import { ListByNameRequest } from '#contracts/labeling-api.ts';
import { defineOperation } from './operation.ts';
import { describeWorkforceRow } from './workforces.ts';

export const listWorkforces = defineOperation({
  schema: ListByNameRequest,
  // There is at most one, so there are no pages.
  async run({ NameContains }, { db }) {
    const rows = await db.selectFrom('workforces').selectAll().execute();
    const wanted = NameContains?.toLowerCase() ?? '';
    return {
      Workforces: rows.filter(({ workforceKey }) => workforceKey.includes(wanted)).map(describeWorkforceRow),
    };
  },
});
