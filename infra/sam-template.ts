import {
  type CodePlaces,
  functionParts,
  functionProperties,
  type Resource,
  roleArn,
  roleResource,
  type Template,
  templateOutputs,
} from './cloudformation-template.ts';
import { describeStack, type StackDescription } from './describe-stack.ts';
import { templatePlace } from './policies.ts';

/** Name, author and version under which the application stands in the Serverless Application Repository. */
export interface ApplicationMetadata {
  name: string;
  description: string;
  author: string;
  spdxLicenseId: string;
  semanticVersion: string;
  labels: readonly string[];
  homePageUrl?: string | undefined;
}

/** The description of an application: whoever deploys it says which bucket their jobs use. */
export function describeApplication(logRetentionDays: number): StackDescription {
  return describeStack({
    place: templatePlace,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder, not ours
    stackName: '${AWS::StackName}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder, not ours
    inputs: [{ bucket: '${DataBucket}', prefix: '' }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder, not ours
    output: { bucket: '${DataBucket}', prefix: '${OutputPrefix}' },
    logRetentionDays,
  });
}

/**
 * The description as a SAM template, as the Serverless Application Repository takes it. Functions get generated
 * names, because the repository puts `serverlessrepo-` before the stack's; they are called by their ARNs.
 */
export function samTemplate(
  description: StackDescription,
  code: CodePlaces,
  metadata: ApplicationMetadata,
): Template {
  const resources: Record<string, Resource> = {};
  // With a generated name a function's ARN is known to its stack alone.
  const written = JSON.parse(
    description.functions.reduce(
      (text, { arn, logicalId }) =>
        text.replaceAll(JSON.stringify(arn), JSON.stringify(`\${${logicalId}.Arn}`)),
      JSON.stringify(description.executionRole),
    ),
  ) as StackDescription['executionRole'];
  for (const entry of description.functions) {
    const { bucket, key } = code[entry.name];
    Object.assign(resources, functionParts(entry), {
      [entry.logicalId]: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          ...functionProperties(entry),
          CodeUri: { Bucket: bucket, Key: key },
          Role: roleArn(entry.role),
        },
      } satisfies Resource,
    });
  }
  Object.assign(resources, roleResource(written));
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    Description: metadata.description,
    Metadata: { 'AWS::ServerlessRepo::Application': repositoryMetadata(metadata) },
    Parameters: {
      DataBucket: {
        Type: 'String',
        Description: 'Name of the bucket that holds images, manifests and templates, and gets the labels.',
        AllowedPattern: '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]',
      },
      OutputPrefix: {
        Type: 'String',
        Default: 'output/',
        Description: 'Where in the bucket jobs write; ends in a slash.',
        AllowedPattern: '([^/*?$]+/)*',
      },
    },
    Resources: resources,
    Outputs: templateOutputs(description),
  };
}

function repositoryMetadata(metadata: ApplicationMetadata): Record<string, unknown> {
  return {
    Name: metadata.name,
    Description: metadata.description,
    Author: metadata.author,
    SpdxLicenseId: metadata.spdxLicenseId,
    Labels: [...metadata.labels],
    SemanticVersion: metadata.semanticVersion,
    ...(metadata.homePageUrl ? { HomePageUrl: metadata.homePageUrl } : {}),
  };
}
