import type { Stack } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import {
  CreateCloudFormationChangeSetCommand,
  CreateCloudFormationTemplateCommand,
  GetCloudFormationTemplateCommand,
} from '@aws-sdk/client-serverlessapplicationrepository';
import type { DeploymentOutputs } from '#contracts/deployment-outputs.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { findPlace } from '../aws-account/find-place.ts';
import { withAwsErrors } from '../aws-error.ts';
import type { DeployClients } from './deploy-clients.ts';
import {
  carryOut,
  type DeployTemplateOptions,
  deployTemplate,
  type StackDeployment,
} from './deploy-template.ts';
import { type RecipeTemplate, readRecipeTemplate } from './recipe-template.ts';
import { settleStack } from './settle-stack.ts';
import { stackTags } from './stack-owner.ts';
import { type Following, pause } from './stack-state.ts';
import { type Trust, trustFunctionRole } from './trust-function-role.ts';
import { readStackOutputs, writeOutputs, writeRecipeOutputs } from './write-outputs.ts';

/** AWS's application, in whose account it lies since it was published. */
export const recipeApplication = (region: string) =>
  `arn:aws:serverlessrepo:${region}:838997950401:applications/aws-sagemaker-ground-truth-recipe`;

export interface DeployRecipeOptions extends Following {
  stackName: string;
  /** ARN of the application; AWS's own unless said. */
  applicationId?: string | undefined;
  semanticVersion?: string | undefined;
  /** Deploys the application's template with this runtime, as a stack of one's own. */
  patchRuntime?: string | undefined;
  /** Values of the template's parameters, such as `DataBucket` of our own application. */
  parameters?: Readonly<Record<string, string>> | undefined;
  /** Name or ARN of the jobs' role, which the consolidation function has to take. */
  role?: string | undefined;
  outputsFile: string;
  approve: DeployTemplateOptions['approve'];
  /** Milliseconds since 1970. */
  now?: number;
}

export interface DeployedRecipe extends Omit<StackDeployment, 'stack'> {
  region: string;
  accountId: string;
  runtimes: string[];
  outputs?: DeploymentOutputs | undefined;
  outputsFile?: string | undefined;
  /** Role of the consolidation function, which the jobs' role has to trust. */
  functionRoleArn?: string | undefined;
  trust: Trust['state'] | 'not changed';
}

/** Longest template that is read, in bytes: CloudFormation's own limit. */
const MAX_TEMPLATE = 1_000_000;

/**
 * Deploys AWS's own recipe from the Serverless Application Repository, after a look at its template.
 * @throws {GroundTruthError} `unsupported` when it wants a runtime that Lambda does not create any more
 */
export async function deployRecipe(
  clients: DeployClients,
  options: DeployRecipeOptions,
): Promise<DeployedRecipe> {
  const { region } = clients.connection;
  const { accountId } = await findPlace(clients);
  const applicationId = options.applicationId ?? recipeApplication(region);
  const found = await fetchTemplate(clients, applicationId, options);
  const { runtimes, blocked } = found?.template ?? { runtimes: [], blocked: [] };
  const [gone] = blocked;
  if (gone && options.patchRuntime === undefined) {
    throw new GroundTruthError(
      'unsupported',
      `The application wants the runtime ${gone.runtime}, with which Lambda has created no function since ${gone.since}, so its deployment would fail. Two ways on: "gtkit deploy --recipe --patch-runtime python3.13" deploys its template with a newer runtime, as a stack of your own; "gtkit deploy" deploys our functions, which also merge the answers.`,
    );
  }
  requireParameters(found?.template, options.parameters);
  const { stack, ...deployment } = await deploy(clients, applicationId, options, found?.template);
  const result = { ...deployment, region, accountId, runtimes, trust: 'not changed' as const };
  if (deployment.status === 'planned' || deployment.status === 'declined') return result;
  const place = { stack: stack?.StackName ?? options.stackName, region, accountId };
  // An application that "gtkit publish" published has our own outputs, and its functions read with their own roles.
  const ours = readStackOutputs(stack);
  if (ours['keypointPreLambdaArn'] !== undefined) {
    const values = {
      ...place,
      preLambdaArn: ours['keypointPreLambdaArn'],
      postLambdaArn: ours['keypointPostLambdaArn'],
      ...ours,
    };
    const outputs = await writeOutputs(options.outputsFile, values);
    return { ...result, outputs, outputsFile: options.outputsFile };
  }
  const { preLambdaArn, postLambdaArn } = findFunctions(stack);
  // By Lambda, and not by the outputs: the recipe gives both roles one name there.
  const { Role: functionRoleArn } = await withAwsErrors(clients.connection, () =>
    clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: postLambdaArn })),
  );
  const trusted =
    options.role === undefined || functionRoleArn === undefined
      ? undefined
      : await trustFunctionRole(clients, { role: options.role, functionRoleArn, accountId });
  const outputs = await writeRecipeOutputs(options.outputsFile, {
    ...place,
    preLambdaArn,
    postLambdaArn,
    ...(trusted?.roleArn === undefined ? {} : { roleArn: trusted.roleArn }),
  });
  return {
    ...result,
    outputs,
    outputsFile: options.outputsFile,
    functionRoleArn,
    trust: trusted?.state ?? 'not changed',
  };
}

/** @throws {GroundTruthError} `invalid-argument` with the parameters that have no value, and what they mean */
function requireParameters(
  template: RecipeTemplate | undefined,
  given: Readonly<Record<string, string>> = {},
): void {
  const missing = (template?.required ?? []).filter(({ name }) => !Object.hasOwn(given, name));
  if (missing.length === 0) return;
  const list = missing.map(({ name, description }) => `--parameter ${name}=… (${description})`).join(', ');
  throw new GroundTruthError('invalid-argument', `The application needs ${list}`);
}

async function deploy(
  clients: DeployClients,
  applicationId: string,
  options: DeployRecipeOptions,
  template: RecipeTemplate | undefined,
): Promise<StackDeployment> {
  const { stackName, patchRuntime, semanticVersion, parameters = {} } = options;
  if (patchRuntime !== undefined) {
    return deployTemplate(clients, {
      ...options,
      content: 'recipe',
      templateBody: template?.patched(patchRuntime) ?? '',
      parameters,
      capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
    });
  }
  // The repository puts this before every stack's name.
  const fullName = `serverlessrepo-${stackName}`;
  const present = await settleStack(clients, fullName, 'recipe', options);
  options.onProgress({ kind: 'step', text: `Asking the repository for a change set of ${fullName}` });
  const { ChangeSetId = '' } = await withAwsErrors(clients.connection, () =>
    clients.repository.send(
      new CreateCloudFormationChangeSetCommand({
        ApplicationId: applicationId,
        StackName: stackName,
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND', 'CAPABILITY_RESOURCE_POLICY'],
        Tags: stackTags('recipe'),
        ParameterOverrides: Object.entries(parameters).map(([Name, Value]) => ({ Name, Value })),
        ...(semanticVersion === undefined ? {} : { SemanticVersion: semanticVersion }),
      }),
    ),
  );
  const kind = present ? 'update' : 'create';
  return carryOut(clients, { changeSetArn: ChangeSetId, stackName: fullName, kind }, options);
}

/** The application's template, which the repository takes a moment to lay out. Undefined in a dry run. */
async function fetchTemplate(
  clients: DeployClients,
  applicationId: string,
  options: DeployRecipeOptions,
): Promise<{ template: RecipeTemplate } | undefined> {
  const { semanticVersion, onProgress, now = Date.now() } = options;
  onProgress({ kind: 'step', text: `Reading the template of ${applicationId}` });
  const create = new CreateCloudFormationTemplateCommand({
    ApplicationId: applicationId,
    ...(semanticVersion === undefined ? {} : { SemanticVersion: semanticVersion }),
  });
  const { TemplateId } = await withAwsErrors(clients.connection, () => clients.repository.send(create), {
    file: applicationId,
  });
  // A dry run asked for nothing, so there is nothing to read.
  if (clients.dryRun) return undefined;
  const get = new GetCloudFormationTemplateCommand({ ApplicationId: applicationId, TemplateId });
  for (;;) {
    const prepared = await withAwsErrors(clients.connection, () => clients.repository.send(get));
    if (prepared.Status === 'ACTIVE') {
      return { template: readRecipeTemplate(await download(prepared.TemplateUrl ?? ''), now) };
    }
    if (prepared.Status === 'EXPIRED') {
      throw new GroundTruthError('expired', 'The prepared template has expired; run the command again.');
    }
    await pause(options, options.stackName);
  }
}

async function download(url: string): Promise<string> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new GroundTruthError('not-found', "The application's template cannot be fetched.", { cause });
  });
  const text = await response.text();
  if (response.ok && text.length <= MAX_TEMPLATE) return text;
  throw new GroundTruthError(
    'not-found',
    `The application's template cannot be fetched: HTTP ${response.status}, ${text.length} characters.`,
  );
}

/**
 * The recipe's functions by the stack's outputs: their own names are cut and end in something random.
 * @throws {GroundTruthError} `not-found` with the outputs that there are
 */
function findFunctions(stack: Stack | undefined): { preLambdaArn: string; postLambdaArn: string } {
  const functions = (stack?.Outputs ?? []).filter(({ OutputValue = '' }) =>
    /:lambda:.*:function:/.test(OutputValue),
  );
  const find = (pattern: RegExp) =>
    functions.find(({ OutputKey = '' }) => pattern.test(OutputKey))?.OutputValue;
  const preLambdaArn = find(/Pre/);
  const postLambdaArn = find(/Consolidation|Post/);
  if (preLambdaArn !== undefined && postLambdaArn !== undefined) return { preLambdaArn, postLambdaArn };
  const names = (stack?.Outputs ?? []).map(({ OutputKey }) => OutputKey).join(', ') || 'none';
  throw new GroundTruthError(
    'not-found',
    `The stack's outputs name no pair of annotation functions; there are: ${names}.`,
  );
}
