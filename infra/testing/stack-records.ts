import type { Resource } from '../cloudformation-template.ts';
import type { MadeResource, Properties } from './resource-providers.ts';

/** What a template says, as far as the stand-in reads it. */
export interface Plan {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown; Description?: string }>;
  Parameters?: Record<string, { Default?: string }>;
}

export interface Event {
  EventId: string;
  StackId: string;
  StackName: string;
  LogicalResourceId: string;
  ResourceType: string;
  ResourceStatus: string;
  ResourceStatusReason?: string;
  Timestamp: string;
}

export interface Tag {
  Key: string;
  Value: string;
}

export type Made = MadeResource & { type: string; properties: Properties };

export interface StackRecord {
  id: string;
  name: string;
  status: string;
  plan: Plan;
  parameters: Record<string, string>;
  resources: Map<string, Made>;
  outputs: Record<string, string>;
  tags: Tag[];
  events: Event[];
  changeSets: Map<string, ChangeSet>;
}

export interface ChangeSet {
  arn: string;
  plan: Plan;
  parameters: Record<string, string>;
  tags: Tag[];
  changes: object[];
}

/** A stack as DescribeStacks tells of it. */
export function describe(stack: StackRecord) {
  return {
    StackId: stack.id,
    StackName: stack.name,
    StackStatus: stack.status,
    CreationTime: new Date().toISOString(),
    Tags: stack.tags,
    Outputs: Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}
