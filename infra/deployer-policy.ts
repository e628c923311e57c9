import type { Place, PolicyDocument, Statement } from './policies.ts';

export interface DeployerOptions {
  /** Stack of our functions; AWS's recipe goes to one of the same name with `-recipe` after it. */
  stackName: string;
  /** Bucket of code and templates, which may be made. */
  bucket: string;
  /** Role of labeling jobs that is made outside a stack, by `gtkit role --apply`. */
  roleName: string;
}

/**
 * What a person needs to deploy, publish and destroy, and to make the jobs' role. CloudFormation acts with the
 * same person's rights, so what it does to functions, roles and logs is in it as well. Everything is bound to the
 * stacks' names and the one bucket.
 */
export function deployerPolicy(place: Place, options: DeployerOptions): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      ...stackStatements(place, options.stackName),
      ...resourceStatements(place, options),
      ...bucketStatements(place, options.bucket),
      ...repositoryStatements(place),
    ],
  };
}

const allow = (
  Sid: string,
  Action: string[],
  Resource: string[],
  Condition?: Statement['Condition'],
): Statement => ({ Sid, Effect: 'Allow', Action, Resource, ...(Condition ? { Condition } : {}) });

/** Whatever begins with a stack's name; the repository puts its own word before that. */
const named = (stackName: string) => [`${stackName}-*`, `serverlessrepo-${stackName}-*`];

function stackStatements({ partition, region, accountId }: Place, stackName: string): Statement[] {
  const stacks = [stackName, ...named(stackName)].map(
    (name) => `arn:${partition}:cloudformation:${region}:${accountId}:stack/${name}/*`,
  );
  return [
    allow(
      'Stacks',
      [
        'cloudformation:CreateChangeSet',
        'cloudformation:CreateStack',
        'cloudformation:DeleteChangeSet',
        'cloudformation:DeleteStack',
        'cloudformation:DescribeChangeSet',
        'cloudformation:DescribeStackEvents',
        'cloudformation:DescribeStackResources',
        'cloudformation:DescribeStacks',
        'cloudformation:ExecuteChangeSet',
        'cloudformation:TagResource',
        'cloudformation:UpdateStack',
      ],
      stacks,
    ),
    // AWS's recipe is written for it.
    allow(
      'Transform',
      ['cloudformation:CreateChangeSet'],
      [`arn:${partition}:cloudformation:${region}:aws:transform/Serverless-2016-10-31`],
    ),
  ];
}

function resourceStatements(
  { partition, region, accountId }: Place,
  { stackName, roleName }: DeployerOptions,
): Statement[] {
  const arns = (pattern: (name: string) => string) => named(stackName).map(pattern);
  const stackRoles = arns((name) => `arn:${partition}:iam::${accountId}:role/${name}`);
  return [
    allow(
      'Functions',
      [
        'lambda:CreateFunction',
        'lambda:DeleteFunction',
        'lambda:GetFunction',
        'lambda:GetFunctionCodeSigningConfig',
        'lambda:GetFunctionConfiguration',
        'lambda:GetFunctionRecursionConfig',
        'lambda:GetRuntimeManagementConfig',
        'lambda:ListTags',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
      arns((name) => `arn:${partition}:lambda:${region}:${accountId}:function:${name}`),
    ),
    allow(
      'Logs',
      [
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:ListTagsForResource',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      arns((name) => `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/${name}`),
    ),
    // It lists, so it has no group to name.
    allow('FindLogs', ['logs:DescribeLogGroups'], ['*']),
    allow(
      'Roles',
      [
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:DeleteRolePolicy',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:ListRolePolicies',
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
      ],
      stackRoles,
    ),
    allow(
      'JobRole',
      [
        'iam:CreateRole',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:UpdateAssumeRolePolicy',
      ],
      [`arn:${partition}:iam::${accountId}:role/${roleName}`],
    ),
    allow('FunctionRoles', ['iam:PassRole'], stackRoles, {
      StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    }),
  ];
}

function bucketStatements({ partition }: Place, bucket: string): Statement[] {
  const arn = `arn:${partition}:s3:::${bucket}`;
  return [
    allow(
      'Bucket',
      [
        's3:CreateBucket',
        's3:GetBucketCORS',
        's3:GetBucketPolicy',
        's3:ListBucket',
        's3:PutBucketCORS',
        's3:PutBucketOwnershipControls',
        's3:PutBucketPolicy',
        's3:PutBucketPublicAccessBlock',
        's3:PutEncryptionConfiguration',
      ],
      [arn],
    ),
    allow('Code', ['s3:GetObject', 's3:PutObject'], [`${arn}/gtkit/lambdas/*`]),
    allow('Templates', ['s3:PutObject'], [`${arn}/templates/*`]),
  ];
}

function repositoryStatements({ partition, region, accountId }: Place): Statement[] {
  return [
    allow(
      'Recipe',
      [
        'serverlessrepo:CreateCloudFormationChangeSet',
        'serverlessrepo:CreateCloudFormationTemplate',
        'serverlessrepo:GetCloudFormationTemplate',
      ],
      [`arn:${partition}:serverlessrepo:*:*:applications/*`],
    ),
    allow(
      'Publish',
      [
        'serverlessrepo:CreateApplicationVersion',
        'serverlessrepo:PutApplicationPolicy',
        'serverlessrepo:UpdateApplication',
      ],
      [`arn:${partition}:serverlessrepo:${region}:${accountId}:applications/*`],
    ),
    // These name no application.
    allow('Applications', ['serverlessrepo:CreateApplication', 'serverlessrepo:ListApplications'], ['*']),
  ];
}
