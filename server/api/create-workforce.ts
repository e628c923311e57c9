import { CreateWorkforceRequest } from '#contracts/labeling-api.ts';
import { workforceArn } from '../service-identity.ts';
import { OperationError } from './aws-error.ts';
import { defineOperation } from './operation.ts';
import { storeTags } from './store-tags.ts';

/** Records a workforce. AWS has one a region, and so has this server. */
export const createWorkforce = defineOperation({
  schema: CreateWorkforceRequest,
  async run({ WorkforceName, Tags, ...definition }, { db, clock }) {
    const present = await db.selectFrom('workforces').select('name').executeTakeFirst();
    if (present !== undefined) {
      throw new OperationError(
        'ResourceLimitExceeded',
        `There is the workforce ${present.name} already; a region has one.`,
      );
    }
    const now = clock();
    const arn = workforceArn(WorkforceName);
    await db
      .insertInto('workforces')
      .values({
        workforceKey: WorkforceName.toLowerCase(),
        name: WorkforceName,
        arn,
        definition: JSON.stringify(definition),
        createdAt: now,
        modifiedAt: now,
      })
      .execute();
    await storeTags(db, arn, Tags);
    return { WorkforceArn: arn };
  },
});
