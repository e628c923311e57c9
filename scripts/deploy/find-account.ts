import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { withAwsErrors } from '../aws-error.ts';
import type { DeployClients } from './deploy-clients.ts';

/** Whose account this is, and in which of AWS's partitions. */
export interface Account {
  accountId: string;
  partition: string;
  /** ARN of who is signed in. */
  caller: string;
}

/** Asks AWS who is signed in. @throws {GroundTruthError} `access-denied` without good credentials */
export async function findAccount(clients: DeployClients): Promise<Account> {
  const identity = await withAwsErrors(clients.connection, () =>
    clients.sts.send(new GetCallerIdentityCommand({})),
  );
  const caller = identity.Arn ?? '';
  return { accountId: identity.Account ?? '', partition: caller.split(':')[1] || 'aws', caller };
}
