import type { Command } from 'commander';
import { readConnection } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { addAccountOptions, runWithAccount } from '../with-account.ts';

interface RoleOptions {
  name: string;
  account?: string;
  input?: string[];
  output?: string;
  function?: string[];
  trust?: string[];
  kmsKey?: string;
  job?: string;
  submitter?: boolean;
  deployer?: boolean;
  stack: string;
  bucket?: string;
  apply?: boolean;
}

/** Stands for a role that is not there yet, in a job file that names it as an output. */
const UNMADE = 'arn:aws:iam::000000000000:role/unmade';

const collect = (value: string, all: string[] = []) => [...all, value];

export function addRoleCommand(program: Command): void {
  const command = program
    .command('role')
    .description('print or create the role that labeling jobs run with, and the policy of who creates them')
    .option('--name <name>', 'name of the role', 'ground-truth-labeling')
    .option('--account <id>', 'account (default: that of the credentials)')
    .option('--input <uri>', 's3:// prefix that jobs read; may be repeated', collect)
    .option('--output <uri>', 's3:// prefix that jobs write, their S3OutputPath')
    .option('--function <arn>', 'annotation function; may be repeated', collect)
    .option('--trust <arn>', "role of a function that reads through this one, as AWS's recipe does", collect)
    .option('--kms-key <arn>', 'key of an encrypted bucket')
    .option('--job <file>', 'take all that from a job file')
    .option('--submitter', 'print only the policy for who creates jobs and fetches their results')
    .option('--deployer', 'print only the policy for who deploys, publishes and makes roles')
    .option('--stack <name>', 'with --deployer: the stack', 'gtkit')
    .option('--bucket <name>', 'with --deployer: the bucket (default: that of "gtkit deploy")')
    .option('--apply', 'create or update the role, instead of printing it')
    .addHelpText(
      'after',
      `\nWhat is not said is taken from --job, else from gtkit.outputs.json.\n${examples({
        'gtkit role --job job.yaml --aws': 'prints trust, policy and submitter policy as JSON',
        'gtkit role --job job.yaml --aws --apply --dry-run': 'shows what would be created or changed',
        'gtkit role --submitter --aws > submitter.json': 'prints a policy to ask your administrator for',
        'gtkit role --deployer --aws > deployer.json': 'the same for who deploys',
      })}`,
    );
  addAccountOptions(command).action(async (options: RoleOptions, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { findPlace } = await import('#scripts/aws-account/find-place.ts');
      const { readOutputs, outputAt } = await import('#scripts/aws-account/outputs-file.ts');
      const { gatherPlaces, gatherRoleNeeds } = await import('#scripts/aws-account/role-needs.ts');
      const { describeLabelingRole, submitterOf } = await import('#scripts/aws-account/labeling-role.ts');
      const outputs = await readOutputs(options.job);
      if (options.deployer) {
        const { deployerPolicyOf } = await import('#scripts/aws-account/deployer.ts');
        const place = await findPlace(clients, options.account);
        const bucket = options.bucket ?? outputAt(outputs, 'bucket');
        const policy = deployerPolicyOf(place, { stackName: options.stack, bucket, roleName: options.name });
        return print(policy, () => JSON.stringify(policy, null, 2));
      }
      const { readJobConfig } = await import('#scripts/job-config.ts');
      const { readImagePlaces } = await import('#scripts/aws-account/image-places.ts');
      // A policy is for AWS, so a job file's ${outputs.…} are those of the deployment wherever this asks.
      const connection = { ...readConnection(self), endpointUrl: undefined };
      const job =
        options.job === undefined
          ? undefined
          : await readJobConfig(options.job, { connection, missing: { roleArn: UNMADE } });
      const place = await findPlace(clients, options.account);
      const said = {
        name: options.name,
        inputs: options.input ?? [],
        images: job && options.job !== undefined ? await readImagePlaces(clients, job, options.job) : [],
        output: options.output,
        functions: options.function ?? [],
        trusted: options.trust ?? [],
        kmsKeyArn: options.kmsKey,
      };
      if (options.submitter) {
        const named = job?.RoleArn === UNMADE ? undefined : job?.RoleArn;
        const arn = named ?? outputAt(outputs, 'roleArn');
        // Without a place that jobs write to, the policy is about jobs alone.
        const policy = submitterOf(place, { name: options.name, arn }, gatherPlaces(said, outputs, job));
        return print(policy, () => JSON.stringify(policy, null, 2));
      }
      const needs = gatherRoleNeeds(said, outputs, job);
      const role = describeLabelingRole(place, needs);
      if (!options.apply) return print(role, () => JSON.stringify(role, null, 2));
      const { applyRole } = await import('#scripts/aws-account/apply-role.ts');
      const state = await applyRole(clients, role);
      print({ ...role, state }, () => `The role is ${state}: ${role.arn}\nPut it into the job as "RoleArn".`);
    });
  });
}
