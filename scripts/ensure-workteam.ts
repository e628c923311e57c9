import { CreateWorkteamCommand, DescribeWorkteamCommand } from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { readAwsError, withAwsErrors } from './aws-error.ts';
import type { Clients } from './local-clients.ts';

/**
 * The ARN of a work team, which is created when there is none of that name. Our own Ground Truth knows its
 * workers by name alone, so the Cognito member definition that the API asks for is a formality there.
 */
export async function ensureWorkteam(clients: Clients, name: string): Promise<string> {
  try {
    const { Workteam } = await clients.sagemaker.send(new DescribeWorkteamCommand({ WorkteamName: name }));
    if (Workteam?.WorkteamArn) return Workteam.WorkteamArn;
  } catch (error) {
    const read = readAwsError(error, clients.connection);
    // AWS answers ValidationException, not ResourceNotFound, for a team that does not exist.
    const isMissing =
      read instanceof GroundTruthError && (read.code === 'not-found' || read.code === 'invalid-contract');
    if (!isMissing) throw read;
  }
  const { WorkteamArn } = await withAwsErrors(clients.connection, () =>
    clients.sagemaker.send(
      new CreateWorkteamCommand({
        WorkteamName: name,
        Description: 'People and simulated workers of this machine',
        MemberDefinitions: [
          {
            CognitoMemberDefinition: {
              UserPool: 'us-east-1_groundtruth',
              UserGroup: name,
              ClientId: 'ground-truth-kit',
            },
          },
        ],
      }),
    ),
  );
  return WorkteamArn ?? '';
}
