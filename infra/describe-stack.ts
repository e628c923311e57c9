import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import { SETTINGS_VARIABLE } from '#contracts/lambda-settings.ts';
import { OUR_RUNTIME } from './lambda-runtimes.ts';
import {
  type BucketPart,
  executionRolePolicy,
  executionRoleTrust,
  functionPolicy,
  functionTrust,
  type Place,
  type PolicyDocument,
  type TrustStatement,
} from './policies.ts';

/** The zips of `dist/lambdas`. */
export const functionNames = [
  'keypoint-pre',
  'keypoint-post',
  'bounding-box-pre',
  'bounding-box-post',
  'classification-pre',
  'classification-post',
] as const;
export type FunctionName = (typeof functionNames)[number];

export interface StackOptions {
  place: Place;
  /** The stack's name, or CloudFormation's placeholder of it. */
  stackName: string;
  /** Where jobs read images, manifests and templates. */
  inputs: readonly BucketPart[];
  /** Where jobs write. */
  output: BucketPart;
  logRetentionDays: number;
  /** Settings of both functions of a task, which take precedence over the manifest. */
  settings?: FunctionSettings | undefined;
  kmsKeyArn?: string | undefined;
  streaming?: { inputTopicArn: string; outputTopicArn: string } | undefined;
}

type TaskName = 'keypoint' | 'bounding-box' | 'classification';

/** Settings of the functions, by the task that they serve. */
export type FunctionSettings = { [Task in TaskName]?: LambdaSettings | undefined };

export interface RoleDescription {
  logicalId: string;
  description: string;
  trust: PolicyDocument<TrustStatement>;
  policy: PolicyDocument;
}

export interface FunctionDescription {
  name: FunctionName;
  /** Contains `LabelingFunction` and has at most 24 characters, so that a generated name keeps it. */
  logicalId: string;
  /** Name of the function in the account. */
  functionName: string;
  arn: string;
  description: string;
  runtime: string;
  handler: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  role: RoleDescription;
  logGroup: { logicalId: string; name: string; retentionDays: number };
}

/** The one description that the CloudFormation template, the SAM template and the CDK construct are made from. */
export interface StackDescription {
  functions: FunctionDescription[];
  executionRole: RoleDescription;
  /** `S3OutputPath` of jobs, an S3 URI. */
  outputPath: string;
}

/** What every stack output is called in `gtkit.outputs.json`. */
export const outputNames: Readonly<Record<string, string>> = {
  PosePreLabelingFunctionArn: 'keypointPreLambdaArn',
  PosePostLabelingFunctionArn: 'keypointPostLambdaArn',
  BoxPreLabelingFunctionArn: 'boundingBoxPreLambdaArn',
  BoxPostLabelingFunctionArn: 'boundingBoxPostLambdaArn',
  ClsPreLabelingFunctionArn: 'classificationPreLambdaArn',
  ClsPostLabelingFunctionArn: 'classificationPostLambdaArn',
  ExecutionRoleArn: 'roleArn',
  OutputPath: 'outputPath',
  ArtifactBucket: 'bucket',
};

/** Short, because CloudFormation cuts the logical id in a name that it generates after 24 characters. */
const logicalIds: Record<FunctionName, string> = {
  'keypoint-pre': 'PosePreLabelingFunction',
  'keypoint-post': 'PosePostLabelingFunction',
  'bounding-box-pre': 'BoxPreLabelingFunction',
  'bounding-box-post': 'BoxPostLabelingFunction',
  'classification-pre': 'ClsPreLabelingFunction',
  'classification-post': 'ClsPostLabelingFunction',
};

/** Longest stack name whose functions' names fit into Lambda's 64 characters. */
export const LONGEST_STACK_NAME =
  64 - Math.max(...functionNames.map((name) => `-${name}-LabelingFunction`.length));

/** Says what is deployed: functions with a role and a log each, and the role of labeling jobs. */
export function describeStack(options: StackOptions): StackDescription {
  const { place, inputs, output, kmsKeyArn, streaming } = options;
  const functions = functionNames.map((name) => describeFunction(name, options));
  return {
    functions,
    executionRole: {
      logicalId: 'LabelingJobRole',
      description: 'Labeling jobs run with this role.',
      trust: executionRoleTrust(place),
      policy: executionRolePolicy(place, {
        inputs,
        output,
        functionArns: functions.map(({ arn }) => arn),
        kmsKeyArn,
        streaming,
      }),
    },
    // Job configs read better without the slash, and Ground Truth adds it.
    outputPath: `s3://${output.bucket}/${output.prefix}`.replace(/\/$/, ''),
  };
}

function describeFunction(name: FunctionName, options: StackOptions): FunctionDescription {
  const { place, stackName, output, kmsKeyArn, settings, logRetentionDays } = options;
  const { partition, region, accountId } = place;
  const logicalId = logicalIds[name];
  const functionName = `${stackName}-${name}-LabelingFunction`;
  const isPost = name.endsWith('-post');
  const task = name.replace(/-(pre|post)$/, '') as TaskName;
  const taskSettings = settings?.[task];
  const logGroup = `/aws/lambda/${functionName}`;
  return {
    name,
    logicalId,
    functionName,
    arn: `arn:${partition}:lambda:${region}:${accountId}:function:${functionName}`,
    description: isPost
      ? `Merges the workers' answers of ${task} labeling jobs.`
      : `Prepares each data object of ${task} labeling jobs for its worker.`,
    runtime: OUR_RUNTIME,
    handler: 'index.handler',
    // Merging a whole batch may take long; preparing one object may not. Lambda's own limit is 900.
    timeoutSeconds: isPost ? 900 : 60,
    memoryMegabytes: isPost ? 1024 : 256,
    environment: taskSettings === undefined ? {} : { [SETTINGS_VARIABLE]: JSON.stringify(taskSettings) },
    role: {
      logicalId: `${logicalId}Role`,
      description: `Role of the function ${name}.`,
      trust: functionTrust(),
      policy: functionPolicy(place, {
        logGroupArn: `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}`,
        answers: isPost ? { output, kmsKeyArn } : undefined,
      }),
    },
    logGroup: { logicalId: `${logicalId}Log`, name: logGroup, retentionDays: logRetentionDays },
  };
}
