import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import {
  type BucketPart,
  executionRolePolicy,
  executionRoleTrust,
  objectsArn,
  type Place,
  type PolicyDocument,
  type Statement,
  submitterPolicy,
  type TrustStatement,
} from '#infra/policies.ts';
import { builtInName } from './built-in-accounts.ts';

/** What labeling jobs will do, from which their role follows. */
export interface RoleNeeds {
  name: string;
  /** `s3://` prefixes that jobs read: images, manifests, templates. */
  inputs: readonly string[];
  /** `S3OutputPath` of the jobs. */
  output: string;
  functionArns: readonly string[];
  /** Roles of functions that read through this role, as AWS's recipe does. */
  trustedRoleArns?: readonly string[];
  kmsKeyArn?: string | undefined;
  streaming?: { inputTopicArn: string; outputTopicArn: string } | undefined;
}

/** The role that jobs run with, and the policy of those who create them. */
export interface LabelingRole {
  name: string;
  arn: string;
  trust: PolicyDocument<TrustStatement>;
  policy: PolicyDocument;
  submitter: PolicyDocument;
}

/**
 * The least that a labeling job needs. Pure.
 * @throws {GroundTruthError} `invalid-argument` when something is missing without which no job runs
 */
export function describeLabelingRole(place: Place, needs: RoleNeeds): LabelingRole {
  if (!/^[\w+=,.@-]{1,64}$/.test(needs.name)) {
    throw new GroundTruthError(
      'invalid-argument',
      `A role's name has 1 to 64 letters, digits and _+=,.@-; found ${needs.name}.`,
    );
  }
  const arn = `arn:${place.partition}:iam::${place.accountId}:role/${needs.name}`;
  const output = folderOf(needs.output);
  return {
    name: needs.name,
    arn,
    trust: executionRoleTrust(place, needs.trustedRoleArns),
    policy: executionRolePolicy(place, {
      // Files of a job's configuration are uploaded beside its output.
      inputs: [...needs.inputs.map(folderOf), output],
      output,
      // AWS's own functions need no permission from this account.
      functionArns: needs.functionArns.filter((functionArn) => builtInName(functionArn) === undefined),
      kmsKeyArn: needs.kmsKeyArn,
      streaming: needs.streaming,
    }),
    submitter: submitterOf(place, { name: needs.name }, needs),
  };
}

/** A prefix as a folder; an address of one file gives the folder that it is in. */
function folderOf(uri: string): BucketPart {
  const { bucket, key } = parseS3Uri(uri);
  const last = key.slice(key.lastIndexOf('/') + 1);
  const folder = /\.[A-Za-z0-9]{2,10}$/.test(last) ? key.slice(0, key.length - last.length) : key;
  return { bucket, prefix: folder === '' || folder.endsWith('/') ? folder : `${folder}/` };
}

/** The policy of who creates jobs that run with a role, given by its ARN or its name. */
export function submitterOf(
  place: Place,
  role: { name: string; arn?: string | undefined },
  needs?: Pick<RoleNeeds, 'inputs' | 'output'>,
): PolicyDocument {
  const parts = needs === undefined ? [] : [...needs.inputs, needs.output].map(folderOf);
  const roleArn = role.arn ?? `arn:${place.partition}:iam::${place.accountId}:role/${role.name}`;
  const policy = submitterPolicy(place, { roleArn });
  return { ...policy, Statement: [...policy.Statement, ...commandStatements(place, roleArn, parts)] };
}

/** What this command line asks and uploads before it creates a job. */
function commandStatements(place: Place, roleArn: string, parts: readonly BucketPart[]): Statement[] {
  const bucketArns = parts.map(({ bucket }) => `arn:${place.partition}:s3:::${bucket}`);
  const look: Statement = {
    Sid: 'LookUp',
    Effect: 'Allow',
    Action: [
      'lambda:GetFunctionConfiguration',
      'lambda:ListFunctions',
      's3:ListAllMyBuckets',
      'sagemaker:DescribeWorkforce',
      'sagemaker:DescribeWorkteam',
      'sagemaker:ListWorkforces',
    ],
    Resource: ['*'],
  };
  const examine: Statement = {
    Sid: 'ExamineRole',
    Effect: 'Allow',
    Action: ['iam:GetRole', 'iam:SimulatePrincipalPolicy'],
    Resource: [roleArn],
  };
  if (parts.length === 0) return [look, examine];
  return [
    look,
    examine,
    {
      Sid: 'FindBuckets',
      Effect: 'Allow',
      Action: ['s3:GetBucketCORS', 's3:ListBucket'],
      Resource: [...new Set(bucketArns)],
    },
    {
      Sid: 'Files',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: [...new Set(parts.map((part) => objectsArn(place, part)))],
    },
  ];
}
