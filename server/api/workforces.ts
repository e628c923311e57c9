import type { Selectable } from 'kysely';
import type { WorkforceTable } from '../database/schema.ts';
import { epochSeconds } from './operation.ts';

/** A workforce as DescribeWorkforce and ListWorkforces answer it. The worker portal is on this server. */
export function describeWorkforceRow(row: Selectable<WorkforceTable>): object {
  return {
    WorkforceName: row.name,
    WorkforceArn: row.arn,
    ...(JSON.parse(row.definition) as object),
    CreateDate: epochSeconds(row.createdAt),
    LastUpdatedDate: epochSeconds(row.modifiedAt),
    Status: 'Active',
  };
}
