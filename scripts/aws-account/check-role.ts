import { GetRoleCommand } from '@aws-sdk/client-iam';
import { withAwsErrors } from '../aws-error.ts';
import { isOwnGroundTruth } from '../connection.ts';
import type { AccountClients } from './account-clients.ts';
import { type DoctorCheck, failure, ok, skipped, warning } from './doctor-check.ts';

const WHAT = 'role';

interface TrustDocument {
  Statement?: { Principal?: { Service?: string | string[] }; Condition?: unknown }[];
}

/** Whether the job's role is there, and SageMaker may take it for this account alone. */
export async function checkRole(clients: AccountClients, roleArn: string | undefined): Promise<DoctorCheck> {
  if (isOwnGroundTruth(clients.connection)) {
    return skipped(WHAT, 'Your own Ground Truth asks for no permissions.');
  }
  const make = 'Make one: gtkit role --job job.yaml --aws --apply.';
  if (roleArn === undefined) return failure(WHAT, 'The job names no "RoleArn".', make);
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const { Role } = await withAwsErrors(clients.connection, () =>
    clients.iam.send(new GetRoleCommand({ RoleName: name })),
  );
  const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '{}')) as TrustDocument;
  const statement = trust.Statement?.find(({ Principal }) =>
    [Principal?.Service].flat().includes('sagemaker.amazonaws.com'),
  );
  if (statement === undefined) {
    return failure(WHAT, `${name} does not trust sagemaker.amazonaws.com, so no job can use it.`, make);
  }
  if (!JSON.stringify(statement.Condition ?? {}).includes('aws:SourceAccount')) {
    return warning(
      WHAT,
      `${name} trusts SageMaker without the condition aws:SourceAccount.`,
      'Add the condition; "gtkit role" prints the trust policy with it.',
    );
  }
  return ok(WHAT, `${name} is there and trusts SageMaker for this account.`);
}
