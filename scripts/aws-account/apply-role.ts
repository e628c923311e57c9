import { isDeepStrictEqual } from 'node:util';
import {
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { readAwsError, withAwsErrors } from '../aws-error.ts';
import type { AccountClients } from './account-clients.ts';
import type { LabelingRole } from './labeling-role.ts';

/** Name of the policy inside the role. */
const POLICY_NAME = 'ground-truth-labeling';
/** Marks roles that this command made, so that no other is changed. */
const TAG = { Key: 'made-by', Value: 'ground-truth-kit' };

/**
 * Creates the role, or brings one that was created so up to date. May be repeated, also after an interruption.
 * @throws {GroundTruthError} `conflict` when there is a role of that name that somebody else made
 */
export async function applyRole(
  clients: AccountClients,
  role: LabelingRole,
): Promise<'created' | 'updated' | 'unchanged'> {
  const { iam, connection } = clients;
  return withAwsErrors(connection, async () => {
    const there = await findRole(clients, role.name);
    const trust = JSON.stringify(role.trust);
    let changed = false;
    if (there === undefined) {
      await iam.send(
        new CreateRoleCommand({
          RoleName: role.name,
          AssumeRolePolicyDocument: trust,
          Description: 'What SageMaker Ground Truth labeling jobs run with',
          Tags: [TAG],
        }),
      );
    } else if (!isDeepStrictEqual(there.trust, role.trust)) {
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: role.name, PolicyDocument: trust }));
      changed = true;
    }
    const policy = there === undefined ? undefined : await findPolicy(clients, role.name);
    if (!isDeepStrictEqual(policy, role.policy)) {
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: role.name,
          PolicyName: POLICY_NAME,
          PolicyDocument: JSON.stringify(role.policy),
        }),
      );
      changed = true;
    }
    if (there === undefined) return 'created';
    return changed ? 'updated' : 'unchanged';
  });
}

/** IAM writes documents percent-encoded. */
const readDocument = (text: string | undefined): unknown =>
  text === undefined ? undefined : JSON.parse(decodeURIComponent(text));

async function findRole(
  { iam, connection }: AccountClients,
  name: string,
): Promise<{ trust: unknown } | undefined> {
  const found = await findOr(connection, () => iam.send(new GetRoleCommand({ RoleName: name })));
  if (found === undefined) return undefined;
  const isOurs = found.Role?.Tags?.some(({ Key, Value }) => Key === TAG.Key && Value === TAG.Value);
  if (!isOurs) {
    throw new GroundTruthError(
      'conflict',
      `There is a role ${name} that was not made by this command, so it is left alone. Choose another --name, or give it the policy that "gtkit role" prints.`,
    );
  }
  return { trust: readDocument(found.Role?.AssumeRolePolicyDocument) };
}

async function findPolicy({ iam, connection }: AccountClients, name: string): Promise<unknown> {
  const found = await findOr(connection, () =>
    iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: POLICY_NAME })),
  );
  return readDocument(found?.PolicyDocument);
}

/** Undefined for what is not there. */
async function findOr<T>(
  connection: AccountClients['connection'],
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const read = readAwsError(error, connection);
    if (
      read instanceof GroundTruthError &&
      read.code === 'not-found' &&
      /NoSuchEntity/.test((error as Error).name)
    )
      return undefined;
    throw read;
  }
}
