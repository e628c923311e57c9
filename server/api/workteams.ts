import type { Selectable } from 'kysely';
import type { CreateWorkteamRequest } from '#contracts/labeling-api.ts';
import { excerpt } from '#contracts/parse.ts';
import type { Database } from '../database/open-database.ts';
import type { WorkteamTable } from '../database/schema.ts';
import { workforceArn } from '../service-identity.ts';
import { OperationError } from './aws-error.ts';
import { epochSeconds } from './operation.ts';

type WorkteamRow = Selectable<WorkteamTable>;

/** The team of a name. @throws {OperationError} `ResourceNotFound` */
export async function requireWorkteam(db: Database, name: string): Promise<WorkteamRow> {
  const row = await db
    .selectFrom('workteams')
    .selectAll()
    .where('workteamKey', '=', name.toLowerCase())
    .executeTakeFirst();
  if (row === undefined) {
    throw new OperationError('ResourceNotFound', `Workteam ${excerpt(name)} does not exist.`);
  }
  return row;
}

/** A team as DescribeWorkteam and ListWorkteams answer it. */
export function describeTeam(row: WorkteamRow): object {
  const definition = JSON.parse(row.definition) as CreateWorkteamRequest;
  return {
    WorkteamName: row.name,
    WorkteamArn: row.arn,
    WorkforceArn: workforceArn(definition.WorkforceName ?? 'default'),
    MemberDefinitions: definition.MemberDefinitions,
    Description: definition.Description,
    NotificationConfiguration: definition.NotificationConfiguration ?? {},
    ...(definition.WorkerAccessConfiguration === undefined
      ? {}
      : { WorkerAccessConfiguration: definition.WorkerAccessConfiguration }),
    CreateDate: epochSeconds(row.createdAt),
    LastUpdatedDate: epochSeconds(row.modifiedAt),
  };
}
