import type {
  FunctionDescription,
  FunctionName,
  RoleDescription,
  StackDescription,
} from './describe-stack.ts';

/** A resource of a template. */
export interface Resource {
  Type: string;
  DependsOn?: string[];
  Properties: Record<string, unknown>;
}

export interface Template {
  AWSTemplateFormatVersion: '2010-09-09';
  Description: string;
  Transform?: string;
  Metadata?: Record<string, unknown>;
  Parameters?: Record<string, unknown>;
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Description: string; Value: unknown }>;
}

/** Where each function's zip lies. */
export type CodePlaces = Record<FunctionName, { bucket: string; key: string }>;

/**
 * The description as a plain CloudFormation template: no transform and no parameter, so that a change set says
 * exactly what changes.
 */
export function cloudformationTemplate(description: StackDescription, code: CodePlaces): Template {
  const resources: Record<string, Resource> = {};
  for (const entry of description.functions) {
    const { bucket, key } = code[entry.name];
    Object.assign(resources, functionParts(entry), {
      [entry.logicalId]: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: withSubstitutions(entry.functionName),
          ...functionProperties(entry),
          Code: { S3Bucket: withSubstitutions(bucket), S3Key: key },
          Role: roleArn(entry.role),
        },
      } satisfies Resource,
    });
  }
  Object.assign(resources, roleResource(description.executionRole));
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Annotation functions and the execution role of labeling jobs, by ground-truth-kit.',
    Resources: resources,
    Outputs: {
      ...templateOutputs(description),
      ArtifactBucket: {
        Description: 'Bucket of the code and the worker templates; it stays when the stack goes.',
        Value: withSubstitutions(code['keypoint-pre'].bucket),
      },
    },
  };
}

/** What a function has in either kind of template. */
export function functionProperties(entry: FunctionDescription): Record<string, unknown> {
  return {
    Description: entry.description,
    Runtime: entry.runtime,
    Handler: entry.handler,
    Timeout: entry.timeoutSeconds,
    MemorySize: entry.memoryMegabytes,
    Architectures: ['arm64'],
    LoggingConfig: { LogFormat: 'Text', LogGroup: { Ref: entry.logGroup.logicalId } },
    ...(Object.keys(entry.environment).length === 0 ? {} : { Environment: { Variables: entry.environment } }),
  };
}

/** The role and the log of a function. */
export function functionParts({ role, logGroup }: FunctionDescription): Record<string, Resource> {
  return {
    [logGroup.logicalId]: {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: withSubstitutions(logGroup.name),
        RetentionInDays: logGroup.retentionDays,
      },
    },
    ...roleResource(role),
  };
}

export function roleResource({
  logicalId,
  description,
  trust,
  policy,
}: RoleDescription): Record<string, Resource> {
  return {
    [logicalId]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Description: description,
        AssumeRolePolicyDocument: withSubstitutions(trust),
        Policies: [{ PolicyName: 'least-privilege', PolicyDocument: withSubstitutions(policy) }],
      },
    },
  };
}

export const roleArn = ({ logicalId }: RoleDescription) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

export function templateOutputs({
  functions,
  executionRole,
  outputPath,
}: StackDescription): Template['Outputs'] {
  const arnOf = ({ logicalId, description }: { logicalId: string; description: string }) => ({
    Description: description,
    Value: { 'Fn::GetAtt': [logicalId, 'Arn'] },
  });
  return {
    ...Object.fromEntries(functions.map((entry) => [`${entry.logicalId}Arn`, arnOf(entry)])),
    ExecutionRoleArn: arnOf(executionRole),
    OutputPath: { Description: 'Where labeling jobs write.', Value: withSubstitutions(outputPath) },
  };
}

/** Every string that holds a placeholder becomes `Fn::Sub`; the rest stays as it is. */
export function withSubstitutions(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('${') ? { 'Fn::Sub': value } : value;
  if (Array.isArray(value)) return value.map(withSubstitutions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withSubstitutions(part)]));
}
