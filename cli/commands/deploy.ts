import type { Command } from 'commander';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { DeployedRecipe } from '#scripts/deploy/deploy-recipe.ts';
import type { DeployStackOptions, StackChoices } from '#scripts/deploy/deploy-stack.ts';
import { readConnection } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { wholeNumber } from '../parse-number.ts';
import { runCommand } from '../run-command.ts';
import { stackPlanWords } from '../stack-plan-words.ts';
import { addDeploymentOptions, runWithDeployment } from '../with-deployment.ts';

interface DeployOptions {
  stack?: string;
  bucket?: string;
  input?: string[];
  output?: string;
  settings?: string;
  logDays: number;
  kmsKey?: string;
  outputs: string;
  emit?: boolean;
  changeSet: boolean;
  plan?: boolean;
  recipe?: boolean;
  patchRuntime?: string;
  application?: string;
  recipeVersion?: string;
  parameter?: Record<string, string>;
  role?: string;
}

const collect = (value: string, all: string[] = []) => [...all, value];

function collectPair(text: string, all: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return { ...all, [name]: value };
  throw new GroundTruthError(
    'invalid-argument',
    `A parameter looks like DataBucket=my-bucket, found ${text}.`,
  );
}

export function addDeployCommand(program: Command): void {
  const command = program
    .command('deploy')
    .description("deploy our annotation functions and the jobs' role to AWS, or AWS's own recipe")
    .option('--stack <name>', 'name of the CloudFormation stack (default: gtkit; with --recipe gtkit-recipe)')
    .option(
      '--bucket <name>',
      'for code, templates, images and labels (default: that of the stack, else one of its own, made if asked)',
    )
    .option('--input <uri>', 's3:// prefix that jobs read; may be repeated (default: the bucket)', collect)
    .option('--output <uri>', 's3:// prefix that jobs write (default: output/ in the bucket)')
    .option('--settings <file>', 'settings of the functions, by task: {"keypoint": {...}}')
    .option('--log-days <number>', 'how long logs are kept', wholeNumber(1, 3653), 30)
    .option('--kms-key <arn>', 'key of encrypted buckets')
    .option('--outputs <file>', 'where the ARNs are written for job configs', 'gtkit.outputs.json')
    .option('--emit', 'print the template and do nothing else')
    .option('--plan', 'show what would change and do nothing else; fails when anything would')
    .option('--no-change-set', 'create or update at once, without a plan')
    .option('--recipe', "deploy AWS's Serverless Application Repository recipe instead of our functions")
    .option(
      '--patch-runtime <runtime>',
      "with --recipe: its template with this runtime, as a stack of one's own",
    )
    .option('--application <arn>', 'with --recipe: another application')
    .option('--recipe-version <version>', 'with --recipe: not the newest')
    .option(
      '--parameter <name=value>',
      "with --recipe: a value of the application's; may be repeated",
      collectPair,
    )
    .option('--role <name>', "with --recipe: the jobs' role, which will trust its consolidation function")
    .addHelpText(
      'after',
      examples({
        'gtkit deploy --aws --region eu-west-1': 'shows the plan, asks, deploys, writes gtkit.outputs.json',
        'gtkit deploy --aws --plan': 'shows what would change, for a build server as well',
        'gtkit deploy --aws --dry-run': 'shows every request, and sends only those that read',
        'gtkit deploy --emit > stack.json': 'prints the CloudFormation template',
        'gtkit deploy --aws --recipe --application <arn> --parameter DataBucket=my-groundtruth-bucket':
          'what "gtkit publish" shared with this account',
        'gtkit deploy --aws --recipe --patch-runtime python3.13 --role labeling':
          "AWS's recipe, with a runtime that can still be created",
      }),
    );
  addDeploymentOptions(command).action(async (options: DeployOptions, self: Command) => {
    checkTogether(options, self);
    if (options.emit) return emit(options, self);
    if (options.recipe) return deployRecipeCommand(options, self);
    return deployStackCommand(options, self);
  });
}

/** Options of the one way make no sense on the other. */
function checkTogether(options: DeployOptions, self: Command): void {
  const given = (name: string) => self.getOptionValueSource(name) === 'cli';
  const flags = (names: string[]) =>
    names.filter(given).map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const wrong = options.recipe
    ? flags(['emit', 'plan', 'bucket', 'input', 'output', 'settings', 'logDays', 'kmsKey'])
    : flags(['patchRuntime', 'application', 'recipeVersion', 'parameter', 'role']);
  if (options.plan && !options.changeSet)
    throw new GroundTruthError('invalid-argument', 'A plan is a change set: leave out --no-change-set.');
  if (wrong.length === 0) return;
  throw new GroundTruthError(
    'invalid-argument',
    options.recipe
      ? `${wrong[0]} is for our own stack and cannot go with --recipe.`
      : `${wrong[0]} is for AWS's recipe: say --recipe as well.`,
  );
}

async function emit(options: DeployOptions, self: Command): Promise<void> {
  await runCommand(self, async ({ print, onProgress }) => {
    const { emitTemplate } = await import('#scripts/deploy/deploy-stack.ts');
    const template = await emitTemplate({ ...(await readChoices(options)), onProgress });
    print(template, (value) => JSON.stringify(value, null, 2));
  });
}

async function deployStackCommand(options: DeployOptions, self: Command): Promise<void> {
  await runWithDeployment(self, async (clients, { ask, show, print, onProgress, signal }) => {
    const { deployStack } = await import('#scripts/deploy/deploy-stack.ts');
    const { region } = readConnection(self);
    const approve: DeployStackOptions['approve'] = async (plan) => {
      show(stackPlanWords(plan, region));
      return options.plan ? false : ask('Deploy this?');
    };
    const deployed = await deployStack(clients, {
      ...(await readChoices(options)),
      outputsFile: options.outputs,
      withChangeSet: options.changeSet,
      planOnly: options.plan,
      approve,
      confirm: ask,
      onProgress,
      signal,
    });
    print(deployed, ({ status, plan, bucket, accountId, outputs, outputsFile }) =>
      [
        `The stack ${plan.stackName} ${stateWords[status] ?? `is ${status}`} (account ${accountId}, ${region}).`,
        ...Object.entries(outputs ?? {}).map(([name, value]) => `  ${name.padEnd(29)}${value}`),
        ...(outputsFile === undefined
          ? []
          : [`${outputsFile} has these for job files. Images go to s3://${bucket}/.`]),
      ].join('\n'),
    );
    if (deployed.status === 'declined' || deployed.status === 'differs') process.exitCode = 1;
  });
}

/** How a stack stands that was not made or changed. */
const stateWords: Record<string, string> = {
  declined: 'is as it was',
  differs: 'is not up to date; nothing was changed',
};

async function deployRecipeCommand(options: DeployOptions, self: Command): Promise<void> {
  await runWithDeployment(self, async (clients, { ask, show, print, onProgress, signal }) => {
    const { deployRecipe } = await import('#scripts/deploy/deploy-recipe.ts');
    const { region } = readConnection(self);
    const deployed = await deployRecipe(clients, {
      stackName: options.stack ?? 'gtkit-recipe',
      applicationId: options.application,
      semanticVersion: options.recipeVersion,
      patchRuntime: options.patchRuntime,
      parameters: options.parameter,
      role: options.role,
      outputsFile: options.outputs,
      approve: async (plan) => {
        show(stackPlanWords(plan, region));
        return ask('Deploy this?');
      },
      onProgress,
      signal,
    });
    print(deployed, ({ status, plan, outputs, functionRoleArn, trust }) =>
      [
        `The stack ${plan.stackName} is ${status === 'declined' ? 'as it was' : status}.`,
        ...Object.entries(outputs ?? {}).map(([name, value]) => `  ${name.padEnd(29)}${value}`),
        ...(functionRoleArn === undefined ? [] : [trustWords(trust, functionRoleArn, options.role)]),
      ].join('\n'),
    );
    if (deployed.status === 'declined') process.exitCode = 1;
  });
}

function trustWords(trust: DeployedRecipe['trust'], functionRoleArn: string, role = ''): string {
  const make = `"gtkit role --trust ${functionRoleArn} --apply" makes one that does`;
  switch (trust) {
    case 'not changed':
      return `The recipe reads answers through the jobs' role, which has to trust ${functionRoleArn}. If you have one, run again with --role <name>; ${make}.`;
    case 'no such role':
      return `There is no role ${role} yet, and jobs need one that trusts ${functionRoleArn}; ${make}.`;
    default:
      return `The role ${role} trusts ${functionRoleArn} (${trust}).`;
  }
}

/** What the stack is made of, from the options. */
async function readChoices(options: DeployOptions): Promise<StackChoices> {
  const { readFunctionSettings } = await import('#scripts/deploy/read-function-settings.ts');
  return {
    stackName: options.stack ?? 'gtkit',
    bucket: options.bucket,
    inputs: options.input ?? [],
    output: options.output,
    logRetentionDays: retentionOf(options.logDays),
    settings: options.settings === undefined ? undefined : await readFunctionSettings(options.settings),
    kmsKeyArn: options.kmsKey,
  };
}

/** The terms that CloudWatch offers, in days. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

function retentionOf(days: number): number {
  if (retentions.includes(days)) return days;
  throw new GroundTruthError(
    'invalid-argument',
    `CloudWatch keeps logs for ${retentions.join(', ')} days, found ${days}.`,
  );
}
