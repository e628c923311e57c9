import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Place } from '#infra/policies.ts';
import { withAwsErrors } from '../aws-error.ts';
import type { AccountClients } from './account-clients.ts';

/** The partition that a region is in. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The account, region and partition that the clients work in. */
export async function findPlace(clients: AccountClients, accountId?: string): Promise<Place> {
  const { region } = clients.connection;
  const partition = partitionOf(region);
  if (accountId !== undefined) return { partition, region, accountId };
  const { Account } = await withAwsErrors(clients.connection, () =>
    clients.sts.send(new GetCallerIdentityCommand({})),
  );
  return { partition, region, accountId: Account ?? '' };
}
