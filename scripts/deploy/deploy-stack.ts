import { join } from 'node:path';
import type { DeploymentOutputs } from '#contracts/deployment-outputs.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { type CodePlaces, cloudformationTemplate, type Template } from '#infra/cloudformation-template.ts';
import {
  describeStack,
  type FunctionSettings,
  functionNames,
  LONGEST_STACK_NAME,
} from '#infra/describe-stack.ts';
import { type BucketPart, templatePlace } from '#infra/policies.ts';
import { findPlace } from '../aws-account/find-place.ts';
import { buildIfStale } from '../build-if-stale.ts';
import { projectRoot } from '../project-root.ts';
import { defaultBucket, ensureArtifactBucket } from './artifact-bucket.ts';
import type { DeployClients } from './deploy-clients.ts';
import { type DeployTemplateOptions, deployTemplate, type StackDeployment } from './deploy-template.ts';
import { type Artifacts, readArtifacts } from './read-artifacts.ts';
import { type Following, findStack } from './stack-state.ts';
import { uploadArtifacts } from './upload-artifacts.ts';
import { readStackOutputs, templateOutputName, writeOutputs } from './write-outputs.ts';

/** What a stack of ours is made of, as a person says it. */
export interface StackChoices {
  stackName: string;
  /** For code, templates and, unless told otherwise, images and labels. Undefined: the stack's, else our usual one. */
  bucket?: string | undefined;
  /** S3 URIs below which jobs read. Empty: the whole bucket. */
  inputs: readonly string[];
  /** S3 URI below which jobs write. Undefined: `output/` in the bucket. */
  output?: string | undefined;
  logRetentionDays: number;
  settings?: FunctionSettings | undefined;
  kmsKeyArn?: string | undefined;
}

export interface DeployStackOptions extends StackChoices, Following {
  approve: DeployTemplateOptions['approve'];
  /** Asked before a bucket is made or changed. */
  confirm: (question: string) => Promise<boolean>;
  outputsFile: string;
  withChangeSet?: boolean | undefined;
  /** Only looks what would change: no bucket is made and nothing is uploaded. */
  planOnly?: boolean | undefined;
  /** The build's output folder, for tests; built anew when stale unless given. */
  distDir?: string | undefined;
}

export interface DeployedStack extends Omit<StackDeployment, 'stack'> {
  region: string;
  accountId: string;
  bucket: string;
  /** Files that were not in the bucket yet. */
  uploaded: number;
  outputs?: DeploymentOutputs | undefined;
  outputsFile?: string | undefined;
}

/**
 * Builds, uploads and deploys our functions and the role of labeling jobs, and writes their ARNs where job
 * configs find them. Running it again changes nothing, or goes on where an earlier run was broken off.
 */
export async function deployStack(
  clients: DeployClients,
  options: DeployStackOptions,
): Promise<DeployedStack> {
  checkStackName(options.stackName);
  const { region } = clients.connection;
  const { accountId } = await findPlace(clients);
  const bucket =
    options.bucket ?? (await deployedBucket(clients, options.stackName)) ?? defaultBucket(accountId, region);
  const distDir = await builtFolder(options);
  const { onProgress, confirm, planOnly = false } = options;
  if (!planOnly) await ensureArtifactBucket(clients, { bucket, accountId, confirm, onProgress });
  const artifacts = await readArtifacts(distDir, bucket);
  const uploaded = planOnly
    ? 0
    : await uploadArtifacts(clients, artifacts.files, { bucket, accountId, onProgress });
  const { stack, ...deployment } = await deployTemplate(clients, {
    ...options,
    ...(planOnly ? { approve: lookOnly(options.approve) } : {}),
    content: 'functions',
    templateBody: JSON.stringify(stackTemplate(options, bucket, artifacts), null, 1),
    capabilities: ['CAPABILITY_IAM'],
  });
  const result = { ...deployment, region, accountId, bucket, uploaded };
  // Whoever only looks never agrees.
  if (planOnly)
    return { ...result, status: deployment.status === 'declined' ? 'differs' : deployment.status };
  if (deployment.status === 'planned' || deployment.status === 'declined') return result;
  const values = readStackOutputs(stack);
  const templates = Object.entries(artifacts.templates).map(([name, key]) => [
    templateOutputName(name),
    `s3://${bucket}/${key}`,
  ]);
  const outputs = await writeOutputs(options.outputsFile, {
    stack: options.stackName,
    region,
    accountId,
    // A config that names no task means poses.
    preLambdaArn: values['keypointPreLambdaArn'],
    postLambdaArn: values['keypointPostLambdaArn'],
    ...values,
    ...Object.fromEntries(templates),
  });
  return { ...result, outputs, outputsFile: options.outputsFile };
}

/** Shows the plan and never agrees. */
const lookOnly =
  (show: DeployTemplateOptions['approve']): DeployTemplateOptions['approve'] =>
  async (plan) => {
    await show(plan);
    return false;
  };

/** The bucket of an earlier deployment: saying it once is enough. */
async function deployedBucket(clients: DeployClients, stackName: string): Promise<string | undefined> {
  const stack = await findStack(clients, stackName);
  return readStackOutputs(stack)['bucket'];
}

/**
 * The template alone, without asking AWS anything. Without a bucket CloudFormation fills in the account and the
 * region of our usual one.
 */
export async function emitTemplate(choices: StackChoices & Partial<DeployStackOptions>): Promise<Template> {
  checkStackName(choices.stackName);
  const { accountId, region } = templatePlace;
  const bucket = choices.bucket ?? defaultBucket(accountId, region);
  const distDir = await builtFolder(choices);
  return stackTemplate(choices, bucket, await readArtifacts(distDir, bucket));
}

function stackTemplate(choices: StackChoices, bucket: string, { code }: Artifacts): Template {
  // Templates and their scripts lie in our bucket wherever the images are.
  const templates: BucketPart = { bucket, prefix: 'templates/' };
  const inputs = choices.inputs.map(readPart);
  const description = describeStack({
    place: templatePlace,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder, not ours
    stackName: '${AWS::StackName}',
    inputs: inputs.length === 0 ? [{ bucket, prefix: '' }] : [...inputs, templates],
    output: choices.output === undefined ? { bucket, prefix: 'output/' } : readPart(choices.output),
    logRetentionDays: choices.logRetentionDays,
    settings: choices.settings,
    kmsKeyArn: choices.kmsKeyArn,
  });
  const places = functionNames.map((name) => [name, { bucket, key: code[name] }]);
  return cloudformationTemplate(description, Object.fromEntries(places) as CodePlaces);
}

/** `s3://bucket/prefix`, with or without its last slash. */
function readPart(uri: string): BucketPart {
  const { bucket, key } = parseS3Uri(uri);
  if (/[*?$]/.test(key)) {
    throw new GroundTruthError('invalid-argument', `A place in a bucket has no wildcards, found ${uri}.`);
  }
  return { bucket, prefix: key === '' || key.endsWith('/') ? key : `${key}/` };
}

async function builtFolder({ distDir, onProgress }: Partial<DeployStackOptions>): Promise<string> {
  if (distDir !== undefined) return distDir;
  await buildIfStale(onProgress);
  return join(projectRoot, 'dist');
}

/** @throws {GroundTruthError} `invalid-argument` */
export function checkStackName(name: string): void {
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(name) && name.length <= LONGEST_STACK_NAME) return;
  throw new GroundTruthError(
    'invalid-argument',
    `A stack's name has letters, digits and hyphens, begins with a letter and has at most ${LONGEST_STACK_NAME} characters, because functions are named after it; found ${JSON.stringify(name)}.`,
  );
}
