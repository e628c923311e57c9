import { GetRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { executionRoleTrust, type PolicyDocument, type TrustStatement } from '#infra/policies.ts';
import { withAwsErrors } from '../aws-error.ts';
import type { DeployClients } from './deploy-clients.ts';

/**
 * Lets a function's role take the role of labeling jobs, as AWS's recipe needs it to read its payload. What the
 * role trusts already stays.
 * @param role name or ARN of the jobs' role
 * @returns false when it was trusted before
 */
export async function trustFunctionRole(
  clients: DeployClients,
  { role, functionRoleArn, accountId }: { role: string; functionRoleArn: string; accountId: string },
): Promise<boolean> {
  const RoleName = role.slice(role.lastIndexOf('/') + 1);
  return withAwsErrors(clients.connection, async () => {
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName }));
    // IAM gives documents percent-encoded.
    const trust = JSON.parse(
      decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''),
    ) as PolicyDocument<TrustStatement>;
    const statements = [trust.Statement].flat();
    if (statements.some((statement) => allows(statement, functionRoleArn))) return false;
    const added = executionRoleTrust({ accountId }, [functionRoleArn]).Statement.filter(
      ({ Principal }) => 'AWS' in Principal,
    );
    // A statement's id is unique in its document.
    const Sid = `ConsolidationFunction${statements.length}`;
    const document = { ...trust, Statement: [...statements, ...added.map((entry) => ({ ...entry, Sid }))] };
    await clients.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(document) }),
    );
    return true;
  });
}

function allows({ Effect, Principal }: TrustStatement, roleArn: string): boolean {
  return Effect === 'Allow' && 'AWS' in Principal && [Principal.AWS].flat().includes(roleArn);
}
