import {
  CreateWorkteamCommand,
  type CreateWorkteamCommandInput,
  DescribeWorkforceCommand,
  DescribeWorkteamCommand,
  ListWorkforcesCommand,
  type MemberDefinition,
  paginateListWorkteams,
  type Workforce,
  type Workteam,
} from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { CreateWorkteamRequest } from '#contracts/labeling-api.ts';
import { parseContract } from '#contracts/parse.ts';
import { readAwsError, withAwsErrors } from '../aws-error.ts';
import { isOwnGroundTruth } from '../connection.ts';
import type { Clients } from '../local-clients.ts';

/** A team as a person wants to see it. */
export interface TeamState {
  name: string;
  arn: string;
  description: string;
  /** "Cognito group lab of us-east-1_a", "OIDC groups a, b". */
  members: string[];
  /** Address where its workers sign in. */
  portal?: string;
}

/** Where members of a new team come from: exactly one of the three, or none on our own Ground Truth. */
export interface TeamMembers {
  cognito?: { userPool: string; userGroup: string; clientId: string } | undefined;
  oidcGroups?: string[] | undefined;
  /** Another team, whose members' definition is copied. */
  like?: string | undefined;
}

export async function listTeams(clients: Clients): Promise<TeamState[]> {
  const teams: TeamState[] = [];
  try {
    const portal = await findPortal(clients);
    for await (const page of paginateListWorkteams({ client: clients.sagemaker }, {}))
      teams.push(...(page.Workteams ?? []).map((team) => stateOf(team, portal)));
  } catch (error) {
    throw readAwsError(error, clients.connection);
  }
  return teams;
}

/**
 * Creates a private team. A team of that name that is there already is returned as it is.
 * @throws {GroundTruthError} `invalid-argument` when it is not said who is in the team
 */
export async function createTeam(
  clients: Clients,
  team: { name: string; description: string; workforce?: string | undefined; notify?: string | undefined },
  members: TeamMembers,
): Promise<TeamState & { created: boolean }> {
  const there = await findTeam(clients, team.name);
  if (there !== undefined) return { ...stateOf(there, await findPortal(clients)), created: false };
  const request: CreateWorkteamCommandInput = {
    WorkteamName: team.name,
    Description: team.description,
    MemberDefinitions: await membersOf(clients, team.name, members),
    ...(team.workforce === undefined ? {} : { WorkforceName: team.workforce }),
    ...(team.notify === undefined
      ? {}
      : { NotificationConfiguration: { NotificationTopicArn: team.notify } }),
  };
  parseContract(CreateWorkteamRequest, request, 'work team', {}, 'invalid-argument');
  const { WorkteamArn } = await withAwsErrors(clients.connection, () =>
    clients.sagemaker.send(new CreateWorkteamCommand(request)),
  );
  const created = { ...request, WorkteamArn } as Workteam;
  return { ...stateOf(created, await findPortal(clients)), created: true };
}

/** @throws {GroundTruthError} `not-found` */
export async function describeTeam(clients: Clients, name: string): Promise<TeamState> {
  const team = await findTeam(clients, name);
  if (team === undefined) throw missing(clients, name);
  return stateOf(team, await findPortal(clients));
}

const missing = ({ connection }: Clients, name: string) =>
  new GroundTruthError(
    'not-found',
    `There is no work team ${name} in ${connection.region}. "gtkit workteam list" prints those that there are.`,
  );

async function membersOf(clients: Clients, name: string, members: TeamMembers): Promise<MemberDefinition[]> {
  const { cognito, oidcGroups, like } = members;
  const said = [cognito, oidcGroups, like].filter((value) => value !== undefined).length;
  if (said > 1) {
    throw new GroundTruthError(
      'invalid-argument',
      'Say one of --cognito-pool, --oidc-group and --like, not several.',
    );
  }
  if (like !== undefined) {
    const team = await findTeam(clients, like);
    if (team?.MemberDefinitions === undefined) throw missing(clients, like);
    return team.MemberDefinitions;
  }
  if (oidcGroups !== undefined) return [{ OidcMemberDefinition: { Groups: oidcGroups } }];
  if (cognito !== undefined) {
    const { userPool: UserPool, userGroup: UserGroup, clientId: ClientId } = cognito;
    return [{ CognitoMemberDefinition: { UserPool, UserGroup, ClientId } }];
  }
  if (!isOwnGroundTruth(clients.connection)) {
    throw new GroundTruthError(
      'invalid-argument',
      'Say who is in the team: --cognito-pool, --cognito-group and --cognito-client; or --oidc-group; or --like <team>.',
    );
  }
  // Our own Ground Truth knows its workers by name alone.
  return [
    {
      CognitoMemberDefinition: {
        UserPool: 'us-east-1_groundtruth',
        UserGroup: name,
        ClientId: 'ground-truth-kit',
      },
    },
  ];
}

async function findTeam(clients: Clients, name: string): Promise<Workteam | undefined> {
  try {
    const { Workteam } = await clients.sagemaker.send(new DescribeWorkteamCommand({ WorkteamName: name }));
    return Workteam;
  } catch (error) {
    const read = readAwsError(error, clients.connection);
    // AWS answers ValidationException, not ResourceNotFound, for a team that does not exist.
    const isMissing = ['ResourceNotFound', 'ValidationException'].includes((error as Error).name);
    if (isMissing && read instanceof GroundTruthError) return undefined;
    throw read;
  }
}

/** Address of the worker portal: on AWS the workforce's subdomain. Undefined while there is no workforce. */
export async function findPortal(clients: Clients): Promise<string | undefined> {
  const { endpointUrl } = clients.connection;
  if (endpointUrl !== undefined) return `${endpointUrl.replace(/\/+$/, '')}/portal`;
  const [workforce] = await listWorkforces(clients);
  return workforce?.SubDomain === undefined ? undefined : `https://${workforce.SubDomain}`;
}

/** The region's workforce, as a list of none or one. */
export async function listWorkforces(clients: Clients): Promise<Workforce[]> {
  return withAwsErrors(clients.connection, async () => {
    const { Workforces = [] } = await clients.sagemaker.send(new ListWorkforcesCommand({}));
    return Promise.all(
      Workforces.map(async (listed) => {
        const { Workforce } = await clients.sagemaker.send(
          new DescribeWorkforceCommand({ WorkforceName: listed.WorkforceName }),
        );
        return Workforce ?? listed;
      }),
    );
  });
}

function stateOf(team: Workteam, portal: string | undefined): TeamState {
  const address = team.SubDomain === undefined ? portal : `https://${team.SubDomain}`;
  return {
    name: team.WorkteamName ?? '',
    arn: team.WorkteamArn ?? '',
    description: team.Description ?? '',
    members: (team.MemberDefinitions ?? []).map(({ CognitoMemberDefinition: c, OidcMemberDefinition: o }) =>
      c ? `Cognito group ${c.UserGroup} of ${c.UserPool}` : `OIDC groups ${(o?.Groups ?? []).join(', ')}`,
    ),
    ...(address === undefined ? {} : { portal: address }),
  };
}
