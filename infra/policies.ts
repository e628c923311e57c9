/**
 * What each part may do, as IAM policy documents. They are data: one source for the stack, for the role that
 * `gtkit role` makes, and for the test that walks every call and finds it allowed.
 */

/** One `Allow` of a policy document, as IAM spells it. */
export interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: Conditions;
}

/** A statement of a trust policy: who may take the role. */
export interface TrustStatement {
  Sid: string;
  Effect: 'Allow';
  Principal: { Service: string } | { AWS: string[] };
  Action: string[];
  Condition?: Conditions;
}

type Conditions = Record<string, Record<string, string | string[]>>;

export interface PolicyDocument<S = Statement> {
  Version: '2012-10-17';
  Statement: S[];
}

/** The account that a policy is for. Inside a template these are pseudo parameters, see {@link templatePlace}. */
export interface Place {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  region: string;
  accountId: string;
}

/** The place of a stack, which CloudFormation fills in through `Fn::Sub`. */
export const templatePlace: Place = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder, not ours
  partition: '${AWS::Partition}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder, not ours
  region: '${AWS::Region}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder, not ours
  accountId: '${AWS::AccountId}',
};

/** Part of a bucket: everything whose key starts with `prefix`, which is '' or ends in a slash. */
export interface BucketPart {
  bucket: string;
  prefix: string;
}

const LAMBDA_TRUST = 'lambda.amazonaws.com';
const SAGEMAKER_TRUST = 'sagemaker.amazonaws.com';

const policy = <S>(statements: (S | undefined)[]): PolicyDocument<S> => ({
  Version: '2012-10-17',
  Statement: statements.filter((statement) => statement !== undefined),
});

const allow = (Sid: string, Action: string[], Resource: string[], Condition?: Conditions): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});

const bucketArn = ({ partition }: Place, bucket: string) => `arn:${partition}:s3:::${bucket}`;

/** ARN pattern of the objects in part of a bucket. */
export const objectsArn = (place: Place, { bucket, prefix }: BucketPart, below = '*') =>
  `${bucketArn(place, bucket)}/${prefix}${below}`;

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/**
 * Who may take the role that a labeling job runs with: SageMaker, on behalf of this account alone. AWS's SAR
 * recipe reads its payload through this role, so its consolidation function's role has to be trusted as well.
 * @param trustedRoleArns roles of such functions; our own functions need none
 */
export function executionRoleTrust(
  { accountId }: Pick<Place, 'accountId'>,
  trustedRoleArns: readonly string[] = [],
): PolicyDocument<TrustStatement> {
  return policy<TrustStatement>([
    {
      Sid: 'GroundTruth',
      Effect: 'Allow',
      Principal: { Service: SAGEMAKER_TRUST },
      Action: ['sts:AssumeRole'],
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
    trustedRoleArns.length === 0
      ? undefined
      : {
          Sid: 'ConsolidationFunctions',
          Effect: 'Allow',
          Principal: { AWS: [...trustedRoleArns] },
          Action: ['sts:AssumeRole'],
        },
  ]);
}

export interface ExecutionRoleOptions {
  /** Where images, manifests and templates are read. */
  inputs: readonly BucketPart[];
  /** Where jobs write, `S3OutputPath`. */
  output: BucketPart;
  /** The annotation functions, exactly. */
  functionArns: readonly string[];
  /** The key of encrypted buckets or of the job's volume. */
  kmsKeyArn?: string | undefined;
  /** Topics of streaming jobs. */
  streaming?: { inputTopicArn: string; outputTopicArn: string } | undefined;
}

/**
 * What Ground Truth does in this account while a job runs. It invokes the functions with this role, so they
 * need no resource policy of their own.
 */
export function executionRolePolicy(place: Place, options: ExecutionRoleOptions): PolicyDocument {
  const { inputs, output, functionArns, kmsKeyArn, streaming } = options;
  const { partition, region, accountId } = place;
  const buckets = unique([...inputs, output].map(({ bucket }) => bucketArn(place, bucket)));
  const logs = `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/sagemaker/LabelingJobs`;
  return policy([
    allow('InvokeFunctions', ['lambda:InvokeFunction'], [...functionArns]),
    allow('ReadInput', ['s3:GetObject'], unique(inputs.map((part) => objectsArn(place, part)))),
    allow(
      'WriteOutput',
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      [objectsArn(place, output)],
    ),
    allow('FindBuckets', ['s3:GetBucketLocation', 's3:ListBucket'], buckets),
    // CloudWatch metrics have no ARN, and Ground Truth's namespace is not documented.
    allow('Metrics', ['cloudwatch:PutMetricData'], ['*']),
    allow(
      'Logs',
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      [`${logs}*`],
    ),
    kmsKeyArn ? allow('Key', ['kms:Decrypt', 'kms:GenerateDataKey'], [kmsKeyArn]) : undefined,
    ...(streaming ? streamingStatements(place, streaming) : []),
  ]);
}

/** Ground Truth makes the queue of a streaming job itself, in this account, named after the job. */
function streamingStatements(
  { partition, region, accountId }: Place,
  { inputTopicArn, outputTopicArn }: { inputTopicArn: string; outputTopicArn: string },
): Statement[] {
  const queues = `arn:${partition}:sqs:${region}:${accountId}:GroundTruth-*`;
  return [
    allow(
      'StreamingQueue',
      [
        'sqs:CreateQueue',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
        'sqs:SetQueueAttributes',
      ],
      [queues],
    ),
    allow('StreamingInput', ['sns:Subscribe'], [inputTopicArn], {
      StringEquals: { 'sns:Protocol': 'sqs' },
      StringLike: { 'sns:Endpoint': '*GroundTruth*' },
    }),
    allow('StreamingOutput', ['sns:Publish'], [outputTopicArn]),
    // A subscription's ARN is not known before it is made.
    allow('StreamingEnd', ['sns:Unsubscribe'], ['*']),
  ];
}

/** Who may take a function's role: Lambda. */
export function functionTrust(): PolicyDocument<TrustStatement> {
  return policy<TrustStatement>([
    {
      Sid: 'Lambda',
      Effect: 'Allow',
      Principal: { Service: LAMBDA_TRUST },
      Action: ['sts:AssumeRole'],
    },
  ]);
}

/**
 * What an annotation function does: both kinds write their log; a consolidation function also reads the answers
 * that Ground Truth left for it, and keeps what a batch shows of its workers in files below the output.
 * @param logGroupArn of the group alone, without `:*`; the group is made by the stack
 */
export function functionPolicy(
  place: Place,
  options: {
    logGroupArn: string;
    /** Consolidation functions only. */
    answers?: { output: BucketPart; kmsKeyArn?: string | undefined } | undefined;
  },
): PolicyDocument {
  const { logGroupArn, answers } = options;
  return policy([
    allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroupArn}:*`]),
    ...(answers ? consolidationStatements(place, answers) : []),
  ]);
}

/** Where a batch of a job keeps what it learned of the workers, below the job's output. */
const RELIABILITY_FILES = '*gtkit/reliability/*';

function consolidationStatements(
  place: Place,
  { output, kmsKeyArn }: { output: BucketPart; kmsKeyArn?: string | undefined },
): (Statement | undefined)[] {
  return [
    allow('ReadAnswers', ['s3:GetObject'], [objectsArn(place, output, '*/annotations/*')]),
    allow(
      'KeepReliability',
      ['s3:GetObject', 's3:PutObject'],
      [objectsArn(place, output, RELIABILITY_FILES)],
    ),
    allow('FindReliability', ['s3:ListBucket'], [bucketArn(place, output.bucket)], {
      StringLike: { 's3:prefix': `${output.prefix}${RELIABILITY_FILES}` },
    }),
    kmsKeyArn ? allow('Key', ['kms:Decrypt', 'kms:GenerateDataKey'], [kmsKeyArn]) : undefined,
  ];
}

/** What a person or program needs to create, follow and stop labeling jobs that run with the role. */
export function submitterPolicy(place: Place, { roleArn }: { roleArn: string }): PolicyDocument {
  const { partition, region, accountId } = place;
  return policy([
    allow(
      'Jobs',
      [
        'sagemaker:AddTags',
        'sagemaker:CreateLabelingJob',
        'sagemaker:DescribeLabelingJob',
        'sagemaker:StopLabelingJob',
      ],
      [`arn:${partition}:sagemaker:${region}:${accountId}:labeling-job/*`],
    ),
    // Lists have no resource to name.
    allow('Lists', ['sagemaker:ListLabelingJobs', 'sagemaker:ListWorkteams'], ['*']),
    allow('PassRole', ['iam:PassRole'], [roleArn], {
      StringEquals: { 'iam:PassedToService': SAGEMAKER_TRUST },
    }),
  ]);
}
