import { WorkforceNameRequest } from '#contracts/labeling-api.ts';
import { excerpt } from '#contracts/parse.ts';
import { OperationError } from './aws-error.ts';
import { defineOperation } from './operation.ts';
import { describeWorkforceRow } from './workforces.ts';

export const describeWorkforce = defineOperation({
  schema: WorkforceNameRequest,
  async run({ WorkforceName }, { db }) {
    const row = await db
      .selectFrom('workforces')
      .selectAll()
      .where('workforceKey', '=', WorkforceName.toLowerCase())
      .executeTakeFirst();
    if (row === undefined) {
      throw new OperationError('ResourceNotFound', `Workforce ${excerpt(WorkforceName)} does not exist.`);
    }
    return { Workforce: describeWorkforceRow(row) };
  },
});
