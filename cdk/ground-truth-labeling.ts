import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRole, type IRole, Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  describeStack,
  type FunctionDescription,
  type FunctionName,
  type FunctionSettings,
  type RoleDescription,
} from '#infra/describe-stack.ts';

export interface GroundTruthLabelingProps {
  /** Holds images, manifests and templates, and gets the labels. It needs a CORS rule for GET. */
  bucket: IBucket;
  /** Where jobs write in the bucket; ends in a slash. `output/` unless given. */
  outputPrefix?: string;
  /** Where else jobs read; a prefix ends in a slash. */
  inputs?: readonly { bucket: IBucket; prefix?: string }[];
  /** Settings of the functions, by task. */
  settings?: FunctionSettings;
  /** A month unless given. */
  logRetention?: RetentionDays;
  /** Begins the functions' names; the stack's name unless given. */
  namePrefix?: string;
  /** Folder of the built zips; the package's own unless given. */
  codeFolder?: string;
}

/**
 * The annotation functions of labeling jobs and the role that such jobs run with, for a stack of your own: the
 * same description that `gtkit deploy` makes its template from, so the same permissions and settings.
 */
export class GroundTruthLabeling extends Construct {
  /** `keypoint-pre`, `keypoint-post` and so on. */
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  /** `RoleArn` of labeling jobs. */
  readonly executionRole: IRole;
  /** `S3OutputPath` of labeling jobs. */
  readonly outputPath: string;

  constructor(scope: Construct, id: string, props: GroundTruthLabelingProps) {
    super(scope, id);
    const { partition, region, account, stackName } = Stack.of(this);
    const { bucketName } = props.bucket;
    const description = describeStack({
      place: { partition, region, accountId: account },
      stackName: props.namePrefix ?? stackName,
      inputs: [
        { bucket: bucketName, prefix: '' },
        ...(props.inputs ?? []).map(({ bucket, prefix = '' }) => ({ bucket: bucket.bucketName, prefix })),
      ],
      output: { bucket: bucketName, prefix: props.outputPrefix ?? 'output/' },
      logRetentionDays: props.logRetention ?? RetentionDays.ONE_MONTH,
      settings: props.settings,
      kmsKeyArn: props.bucket.encryptionKey?.keyArn,
    });
    const codeFolder = props.codeFolder ?? join(import.meta.dirname, '..', 'dist', 'lambdas');
    const functions = description.functions.map((entry) => [entry.name, this.#function(entry, codeFolder)]);
    this.functions = Object.fromEntries(functions) as Record<FunctionName, LambdaFunction>;
    this.executionRole = this.#role(description.executionRole);
    this.outputPath = description.outputPath;
  }

  #function(entry: FunctionDescription, codeFolder: string): LambdaFunction {
    const logGroup = new LogGroup(this, entry.logGroup.logicalId, {
      logGroupName: entry.logGroup.name,
      retention: entry.logGroup.retentionDays,
    });
    return new LambdaFunction(this, entry.logicalId, {
      functionName: entry.functionName,
      description: entry.description,
      runtime: new Runtime(entry.runtime),
      architecture: Architecture.ARM_64,
      handler: entry.handler,
      code: Code.fromAsset(join(codeFolder, `${entry.name}.zip`)),
      timeout: Duration.seconds(entry.timeoutSeconds),
      memorySize: entry.memoryMegabytes,
      environment: entry.environment,
      role: this.#role(entry.role),
      logGroup,
    });
  }

  /** A role with our policy and no other: CDK would add its own defaults to one that it may change. */
  #role({ logicalId, description, trust, policy }: RoleDescription): IRole {
    const role = new CfnRole(this, `${logicalId}Resource`, {
      description,
      assumeRolePolicyDocument: trust,
      policies: [{ policyName: 'least-privilege', policyDocument: policy }],
    });
    return Role.fromRoleArn(this, logicalId, role.attrArn, { mutable: false });
  }
}
