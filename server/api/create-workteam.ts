import { CreateWorkteamRequest } from '#contracts/labeling-api.ts';
import { workteamArn } from '../service-identity.ts';
import { OperationError } from './aws-error.ts';
import { defineOperation } from './operation.ts';
import { storeTags } from './store-tags.ts';

/** AWS's quota of teams in a region. */
const MAX_TEAMS = 25;

export const createWorkteam = defineOperation({
  schema: CreateWorkteamRequest,
  async run(request, { db, clock }) {
    const { WorkteamName, Tags, ...definition } = request;
    // A region has one workforce, so a team that names none is in it.
    const workforce = await db.selectFrom('workforces').select('name').executeTakeFirst();
    const WorkforceName = definition.WorkforceName ?? workforce?.name;
    for (const [index, member] of definition.MemberDefinitions.entries()) {
      if (Object.keys(member).length !== 1) {
        throw new OperationError(
          'ValidationException',
          `MemberDefinitions ${index + 1} must have either CognitoMemberDefinition or OidcMemberDefinition.`,
        );
      }
    }
    const { teams } = await db
      .selectFrom('workteams')
      .select((query) => query.fn.countAll<number>().as('teams'))
      .executeTakeFirstOrThrow();
    if (Number(teams) >= MAX_TEAMS) {
      throw new OperationError('ResourceLimitExceeded', `There are ${teams} work teams of ${MAX_TEAMS}.`);
    }
    const arn = workteamArn(WorkteamName);
    const now = clock();
    const inserted = await db
      .insertInto('workteams')
      .values({
        workteamKey: WorkteamName.toLowerCase(),
        name: WorkteamName,
        arn,
        definition: JSON.stringify({ ...definition, WorkforceName }),
        createdAt: now,
        modifiedAt: now,
      })
      .onConflict((conflict) => conflict.column('workteamKey').doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) {
      throw new OperationError('ResourceInUse', `Workteam ${WorkteamName} already exists.`);
    }
    await storeTags(db, arn, Tags);
    return { WorkteamArn: arn };
  },
});
