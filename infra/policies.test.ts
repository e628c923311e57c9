import { describe, expect, it } from 'vitest';
import { describeStack, functionNames } from './describe-stack.ts';
import { executionRoleTrust, type Place, type PolicyDocument, submitterPolicy } from './policies.ts';
import { allGrants, type Call, grantsFor } from './testing/evaluate-policy.ts';

const place: Place = { partition: 'aws', region: 'eu-west-1', accountId: '111122223333' };
const key = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b';
const topics = {
  inputTopicArn: 'arn:aws:sns:eu-west-1:111122223333:GroundTruth-frames-in',
  outputTopicArn: 'arn:aws:sns:eu-west-1:111122223333:GroundTruth-labels-out',
};
const { functions, executionRole } = describeStack({
  place,
  stackName: 'lab',
  inputs: [{ bucket: 'frames', prefix: 'mice/' }],
  output: { bucket: 'labels', prefix: 'output/' },
  logRetentionDays: 30,
  kmsKeyArn: key,
  streaming: topics,
});

const logs = 'arn:aws:logs:eu-west-1:111122223333:log-group:';
const queue = 'arn:aws:sqs:eu-west-1:111122223333:GroundTruth-mice-1';
const job = 'arn:aws:s3:::labels/output/mice-1';

/** Calls of one kind on several things. */
const calls = (actions: string[], resource: string, context?: Record<string, string>): Call[] =>
  actions.map((action) => ({ action, resource, ...(context ? { context } : {}) }));

/** Every call that Ground Truth makes with the execution role while a job runs, by its documentation. */
const jobCalls: Call[] = [
  ...functionNames.map((name) => ({
    action: 'lambda:InvokeFunction',
    resource: `arn:aws:lambda:eu-west-1:111122223333:function:lab-${name}-LabelingFunction`,
  })),
  // Manifest, template and pictures; then the output tree, in parts when it is large.
  ...calls(['s3:GetObject'], 'arn:aws:s3:::frames/mice/frame-1.jpg'),
  ...calls(
    ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
    `${job}/manifests/output/output.manifest`,
  ),
  ...calls(['s3:GetBucketLocation', 's3:ListBucket'], 'arn:aws:s3:::frames'),
  ...calls(['s3:GetBucketLocation', 's3:ListBucket'], 'arn:aws:s3:::labels'),
  ...calls(['cloudwatch:PutMetricData'], '*'),
  ...calls(
    ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    `${logs}/aws/sagemaker/LabelingJobs:log-stream:mice-1`,
  ),
  ...calls(['kms:Decrypt', 'kms:GenerateDataKey'], key),
  ...calls(
    [
      'sqs:CreateQueue',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
      'sqs:SetQueueAttributes',
    ],
    queue,
  ),
  ...calls(['sns:Subscribe'], topics.inputTopicArn, { 'sns:Protocol': 'sqs', 'sns:Endpoint': queue }),
  ...calls(['sns:Publish'], topics.outputTopicArn),
  ...calls(['sns:Unsubscribe'], '*'),
];

/** Every call of a function: Lambda writes its log with the function's role, our code reads answers. */
const functionCalls = (name: string): Call[] => [
  ...calls(
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    `${logs}/aws/lambda/lab-${name}-LabelingFunction:log-stream:2026/11/21/[$LATEST]0`,
  ),
  ...(name.endsWith('-post')
    ? [
        ...calls(
          ['s3:GetObject'],
          `${job}/annotations/consolidated-annotation/consolidation-request/iteration-1/2026-11-21.json`,
        ),
        ...calls(
          ['s3:GetObject', 's3:PutObject'],
          `${job}/annotations/gtkit/reliability/v1/keypoint-default/0a1b.json`,
        ),
        ...calls(['s3:ListBucket'], 'arn:aws:s3:::labels', {
          's3:prefix': 'output/mice-1/annotations/gtkit/reliability/v1/keypoint-default/',
        }),
        ...calls(['kms:Decrypt', 'kms:GenerateDataKey'], key),
      ]
    : []),
];

function expectExactly(policy: PolicyDocument, needed: Call[]): void {
  const denied = needed.filter((call) => grantsFor(policy, call).length === 0);
  expect(denied, 'calls that are made and not allowed').toEqual([]);
  const used = new Set(
    needed.flatMap((call) => grantsFor(policy, call)).map((grant) => JSON.stringify(grant)),
  );
  const idle = allGrants(policy).filter((grant) => !used.has(JSON.stringify(grant)));
  expect(idle, 'what is allowed and no call needs').toEqual([]);
}

describe('the policies', () => {
  it('let a labeling job make each of its calls, and allow nothing that no call needs', () => {
    expectExactly(executionRole.policy, jobCalls);
  });

  it.each(functions)('let $name make each of its calls, and allow nothing that no call needs', (entry) => {
    expectExactly(entry.role.policy, functionCalls(entry.name));
  });

  it('let a submitter create, follow and stop jobs, and pass no role but this one', () => {
    const roleArn = 'arn:aws:iam::111122223333:role/lab';
    const passed = { 'iam:PassedToService': 'sagemaker.amazonaws.com' };
    const policy = submitterPolicy(place, { roleArn });
    expectExactly(policy, [
      ...calls(
        [
          'sagemaker:AddTags',
          'sagemaker:CreateLabelingJob',
          'sagemaker:DescribeLabelingJob',
          'sagemaker:StopLabelingJob',
        ],
        'arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/mice-1',
      ),
      ...calls(['sagemaker:ListLabelingJobs', 'sagemaker:ListWorkteams'], '*'),
      ...calls(['iam:PassRole'], roleArn, passed),
    ]);
    expect(
      grantsFor(policy, { action: 'iam:PassRole', resource: `${roleArn}-admin`, context: passed }),
    ).toEqual([]);
    const elsewhere = { 'iam:PassedToService': 'ec2.amazonaws.com' };
    expect(grantsFor(policy, { action: 'iam:PassRole', resource: roleArn, context: elsewhere })).toEqual([]);
  });

  it.each([
    ['another bucket', { action: 's3:GetObject', resource: 'arn:aws:s3:::payroll/2026.csv' }],
    ['pictures of another project', { action: 's3:GetObject', resource: 'arn:aws:s3:::frames/rats/1.jpg' }],
    ['the input', { action: 's3:PutObject', resource: 'arn:aws:s3:::frames/mice/frame-1.jpg' }],
    [
      'a function of somebody else',
      {
        action: 'lambda:InvokeFunction',
        resource: 'arn:aws:lambda:eu-west-1:111122223333:function:billing-LabelingFunction',
      },
    ],
    [
      'a subscription by mail',
      {
        action: 'sns:Subscribe',
        resource: topics.inputTopicArn,
        context: { 'sns:Protocol': 'email', 'sns:Endpoint': 'GroundTruth@example.org' },
      },
    ],
  ])('deny a labeling job %s', (_what, call: Call) => {
    expect(grantsFor(executionRole.policy, call)).toEqual([]);
  });

  it('deny a consolidation function the labels and the manifests', () => {
    const post = functions.find(({ name }) => name === 'keypoint-post');
    const read = { action: 's3:GetObject', resource: `${job}/manifests/output/output.manifest` };
    expect(post && grantsFor(post.role.policy, read)).toEqual([]);
  });

  it('let SageMaker take the role for this account alone', () => {
    const [statement, ...others] = executionRoleTrust(place).Statement;
    expect(others).toEqual([]);
    expect(statement).toMatchObject({
      Principal: { Service: 'sagemaker.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    });
  });

  it("trust a recipe's function only when it is named", () => {
    const role = 'arn:aws:iam::111122223333:role/serverlessrepo-recipe-post';
    expect(executionRoleTrust(place, [role]).Statement[1]?.Principal).toEqual({ AWS: [role] });
  });
});
