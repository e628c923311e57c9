import { GetRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { executionRoleTrust, type PolicyDocument, type TrustStatement } from '#infra/policies.ts';
import { withAwsErrors } from '../aws-error.ts';
import type { DeployClients } from './deploy-clients.ts';

/** What came of it, and the ARN of the role, unless there is none. */
export interface Trust {
  state: 'added' | 'there already' | 'no such role';
  roleArn?: string | undefined;
}

/**
 * Lets a function's role take the role of labeling jobs, as AWS's recipe needs it to read its payload. What the
 * role trusts already stays.
 * @param role name or ARN of the jobs' role
 */
export async function trustFunctionRole(
  clients: DeployClients,
  { role, functionRoleArn, accountId }: { role: string; functionRoleArn: string; accountId: string },
): Promise<Trust> {
  const RoleName = role.slice(role.lastIndexOf('/') + 1);
  return withAwsErrors(clients.connection, async () => {
    const found = await clients.iam.send(new GetRoleCommand({ RoleName })).catch((error: unknown) => {
      if (error instanceof Error && /^NoSuchEntity/.test(error.name)) return undefined;
      throw error;
    });
    if (found?.Role === undefined) return { state: 'no such role' };
    const { Arn: roleArn, AssumeRolePolicyDocument = '' } = found.Role;
    // IAM gives documents percent-encoded.
    const trust = JSON.parse(decodeURIComponent(AssumeRolePolicyDocument)) as PolicyDocument<TrustStatement>;
    const statements = [trust.Statement].flat();
    if (statements.some((statement) => allows(statement, functionRoleArn)))
      return { state: 'there already', roleArn };
    const added = executionRoleTrust({ accountId }, [functionRoleArn]).Statement.filter(
      ({ Principal }) => 'AWS' in Principal,
    );
    // A statement's id is unique in its document.
    const Sid = `ConsolidationFunction${statements.length}`;
    const document = { ...trust, Statement: [...statements, ...added.map((entry) => ({ ...entry, Sid }))] };
    await clients.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(document) }),
    );
    return { state: 'added', roleArn };
  });
}

function allows({ Effect, Principal }: TrustStatement, roleArn: string): boolean {
  return Effect === 'Allow' && 'AWS' in Principal && [Principal.AWS].flat().includes(roleArn);
}
