import type { Command } from 'commander';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { examples } from '../examples.ts';
import { addAccountOptions, runWithAccount } from '../with-account.ts';

interface CreateOptions {
  cognitoPool?: string;
  cognitoClient?: string;
  oidc?: string;
}

export function addWorkforceCommand(program: Command): void {
  const workforce = program
    .command('workforce')
    .description("create or list the region's private workforce, and print its portal");
  addCreate(workforce);
  addList(workforce);
}

function addCreate(workforce: Command): void {
  const command = workforce
    .command('create')
    .description('create the private workforce; a region has one')
    .argument('<name>', 'name of the workforce')
    .option('--cognito-pool <id>', 'Cognito user pool whose users are the workers')
    .option('--cognito-client <id>', 'app client of the pool')
    .option('--oidc <file>', 'OidcConfig of your identity provider, as JSON or YAML')
    .addHelpText(
      'after',
      `\nThe secret of an OIDC client is read from GTKIT_OIDC_CLIENT_SECRET, and never shown.\n${examples({
        'gtkit workforce create lab --aws --cognito-pool us-east-1_ab --cognito-client 1x':
          'uses a pool that you have',
        'gtkit workforce create lab --aws --oidc provider.yaml --dry-run': 'shows the request',
      })}`,
    );
  addAccountOptions(command).action(async (name: string, options: CreateOptions, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { createWorkforce } = await import('#scripts/aws-account/create-workforce.ts');
      const made = await createWorkforce(clients, {
        name,
        cognito: readCognito(options),
        oidcFile: options.oidc,
      });
      print(made, ({ created, arn }) => `${created ? 'Created' : 'There is already'} ${name}: ${arn}`);
    });
  });
}

function readCognito({ cognitoPool, cognitoClient }: CreateOptions) {
  if (cognitoPool === undefined && cognitoClient === undefined) return undefined;
  if (cognitoPool !== undefined && cognitoClient !== undefined) {
    return { userPool: cognitoPool, clientId: cognitoClient };
  }
  throw new GroundTruthError(
    'invalid-argument',
    'A Cognito workforce needs both --cognito-pool and --cognito-client.',
  );
}

function addList(workforce: Command): void {
  const command = workforce
    .command('list')
    .description('say which workforce there is, and where its workers sign in')
    .addHelpText('after', examples({ 'gtkit workforce list --aws': 'name, status and portal' }));
  addAccountOptions(command).action(async (_options: unknown, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { findPortal, listWorkforces } = await import('#scripts/aws-account/workteams.ts');
      const found = {
        workforces: (await listWorkforces(clients)).map((one) => ({
          name: one.WorkforceName,
          arn: one.WorkforceArn,
          status: one.Status,
        })),
        portal: await findPortal(clients),
      };
      print(found, ({ workforces, portal }) =>
        [
          ...(workforces.length === 0 ? ['There is no workforce.'] : []),
          ...workforces.map(({ name, status }) => `${name}  ${status}`),
          ...(portal === undefined ? [] : [`Workers sign in at ${portal}`]),
        ].join('\n'),
      );
    });
  });
}
