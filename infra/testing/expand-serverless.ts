import type { Resource } from '../cloudformation-template.ts';
import type { Properties } from './resource-providers.ts';
import type { Plan } from './stack-records.ts';

/** SAM's place of code as Lambda takes it. */
function codeOf(place: unknown): unknown {
  const { Bucket, Key } = (typeof place === 'object' && place !== null ? place : {}) as Record<
    string,
    unknown
  >;
  return Bucket === undefined ? place : { S3Bucket: Bucket, S3Key: Key };
}

/** What the transform AWS::Serverless makes of functions that say no more than AWS's recipe does. */
export function expandServerless(plan: Plan & { Globals?: { Function?: Properties } }): Plan {
  const resources: Record<string, Resource> = {};
  for (const [id, resource] of Object.entries(plan.Resources)) {
    if (resource.Type !== 'AWS::Serverless::Function') {
      resources[id] = resource;
      continue;
    }
    const { CodeUri, Role, ...properties } = { ...plan.Globals?.Function, ...resource.Properties };
    if (Role === undefined) {
      resources[`${id}Role`] = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
    }
    resources[id] = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...properties,
        Code: codeOf(CodeUri),
        Role: Role ?? { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
      },
    };
  }
  return { ...plan, Resources: resources };
}
