import type { Command } from 'commander';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { TeamState } from '#scripts/aws-account/workteams.ts';
import { examples } from '../examples.ts';
import { addAccountOptions, runWithAccount } from '../with-account.ts';

interface CreateOptions {
  description: string;
  cognitoPool?: string;
  cognitoGroup?: string;
  cognitoClient?: string;
  oidcGroup?: string[];
  like?: string;
  workforce?: string;
  notify?: string;
}

const collect = (value: string, all: string[] = []) => [...all, value];

export function addWorkteamCommand(program: Command): void {
  const team = program.command('workteam').description('create, list and describe private work teams');
  addCreate(team);
  addList(team);
  addDescribe(team);
}

function addCreate(team: Command): void {
  const command = team
    .command('create')
    .description('create a private team; one that is there already is left as it is')
    .argument('<name>', 'name of the team')
    .option('--description <text>', 'what the team is', 'Labels images')
    .option('--cognito-pool <id>', 'Cognito user pool of the workforce')
    .option('--cognito-group <name>', 'group in the pool: its users are the team')
    .option('--cognito-client <id>', 'app client of the pool')
    .option('--oidc-group <name>', 'group of your identity provider; may be repeated', collect)
    .option('--like <team>', 'the same members as another team')
    .option('--workforce <name>', "the region's workforce, where it is not the default one")
    .option('--notify <arn>', 'SNS topic that tells workers of new jobs')
    .addHelpText(
      'after',
      examples({
        'gtkit workteam create students --local': 'on your own Ground Truth a name is enough',
        'gtkit workteam create students --aws --cognito-pool us-east-1_ab --cognito-group lab --cognito-client 1x':
          'its workers are the users of the group',
        'gtkit workteam create students --aws --oidc-group lab':
          'for a workforce with your identity provider',
      }),
    );
  addAccountOptions(command).action(async (name: string, options: CreateOptions, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { createTeam } = await import('#scripts/aws-account/workteams.ts');
      const { description, workforce, notify, like, oidcGroup: oidcGroups } = options;
      const team = await createTeam(
        clients,
        { name, description, workforce, notify },
        { cognito: readCognito(options), oidcGroups, like },
      );
      print(team, (made) => `${made.created ? 'Created' : 'There is already'}:\n${wordsOf(made)}`);
    });
  });
}

function readCognito({ cognitoPool, cognitoGroup, cognitoClient }: CreateOptions) {
  if (cognitoPool === undefined && cognitoGroup === undefined && cognitoClient === undefined)
    return undefined;
  if (cognitoPool === undefined || cognitoGroup === undefined || cognitoClient === undefined) {
    throw new GroundTruthError(
      'invalid-argument',
      'A Cognito team needs all of --cognito-pool, --cognito-group and --cognito-client.',
    );
  }
  return { userPool: cognitoPool, userGroup: cognitoGroup, clientId: cognitoClient };
}

function addList(team: Command): void {
  const command = team
    .command('list')
    .description('list the teams, and where their workers sign in')
    .addHelpText('after', examples({ 'gtkit workteam list --aws': 'every team of the region' }));
  addAccountOptions(command).action(async (_options: unknown, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { listTeams } = await import('#scripts/aws-account/workteams.ts');
      const teams = await listTeams(clients);
      print(teams, (all) =>
        all.length === 0
          ? 'There is no team yet: gtkit workteam create <name>.'
          : all.map(wordsOf).join('\n\n'),
      );
    });
  });
}

function addDescribe(team: Command): void {
  const command = team
    .command('describe')
    .description('say who is in a team, and where its workers sign in')
    .argument('<name>', 'name of the team')
    .addHelpText('after', examples({ 'gtkit workteam describe students': 'prints ARN, members and portal' }));
  addAccountOptions(command).action(async (name: string, _options: unknown, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { describeTeam } = await import('#scripts/aws-account/workteams.ts');
      print(await describeTeam(clients, name), wordsOf);
    });
  });
}

function wordsOf(team: TeamState): string {
  const rows: [string, string][] = [
    ['team', team.name],
    ['description', team.description],
    ['members', team.members.join('; ')],
    ['portal', team.portal ?? 'none until there is a workforce: gtkit workforce create'],
    ['arn', team.arn],
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join('\n');
}
