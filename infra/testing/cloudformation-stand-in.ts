import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Resource } from '../cloudformation-template.ts';
import { expandServerless } from './expand-serverless.ts';
import { parseTemplate } from './parse-template.ts';
import { readParameters, readTags } from './read-stack-form.ts';
import { referencesOf, resolveReferences } from './resolve-references.ts';
import type { Properties, Provider } from './resource-providers.ts';
import { describe, type Made, type Plan, type StackRecord, type Tag } from './stack-records.ts';

/** An answer of CloudFormation: members of the result, or an error. */
export type CloudFormationAnswer = { result: unknown } | { error: string; message: string };

export interface CloudFormationStandIn {
  call(action: string, parameters: URLSearchParams): Promise<CloudFormationAnswer>;
  /** Makes a change set as the Serverless Application Repository does. */
  createChangeSet(request: ChangeSetRequest): { Id: string; StackId: string };
  stackNames(): string[];
  /** Makes the next work on one resource fail with a reason. */
  failNext(logicalId: string, reason: string): { used: boolean };
  /** Holds back the next resource until the returned function is called, for tests of interruptions. */
  hold(): () => void;
}

export interface ChangeSetRequest {
  stackName: string;
  changeSetName: string;
  type: string;
  template: string;
  parameters?: Record<string, string>;
  tags?: Tag[];
}

class ValidationError extends Error {}

/**
 * The smallest CloudFormation that tells the truth about ours: change sets with what really differs, resources
 * made one after the other in the order of their references, events, rollback of a failed create or update, and
 * deletion. It knows the kinds of resources of our templates and no others, and says so.
 */
export function createCloudFormationStandIn({
  region,
  accountId,
  providers,
}: {
  region: string;
  accountId: string;
  providers: Record<string, Provider>;
}): CloudFormationStandIn {
  const stacks: StackRecord[] = [];
  let gate = Promise.resolve();
  const failures = new Map<string, { reason: string; used: boolean }>();

  const find = (name: string) =>
    stacks.find(({ id }) => id === name) ??
    stacks.findLast((stack) => stack.name === name && stack.status !== 'DELETE_COMPLETE');
  const need = (name: string) => {
    const stack = find(name);
    if (!stack) throw new ValidationError(`Stack with id ${name} does not exist`);
    return stack;
  };

  function tell(
    stack: StackRecord,
    status: string,
    logicalId = stack.name,
    type = 'AWS::CloudFormation::Stack',
    reason?: string,
  ) {
    if (type === 'AWS::CloudFormation::Stack') stack.status = status;
    stack.events.unshift({
      EventId: randomUUID(),
      StackId: stack.id,
      StackName: stack.name,
      LogicalResourceId: logicalId,
      ResourceType: type,
      ResourceStatus: status,
      ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
      Timestamp: new Date().toISOString(),
    });
  }

  function parametersOf(stack: StackRecord, plan: Plan, given: Record<string, string>) {
    const defaults = Object.entries(plan.Parameters ?? {}).map(([name, { Default }]) => [name, Default]);
    return {
      ...(Object.fromEntries(defaults.filter(([, value]) => value !== undefined)) as Record<string, string>),
      ...given,
      'AWS::StackName': stack.name,
      'AWS::StackId': stack.id,
      'AWS::Region': region,
      'AWS::AccountId': accountId,
      'AWS::Partition': 'aws',
    };
  }

  /** Resources of a plan, those that others refer to first. */
  function inOrder({ Resources }: Plan): [string, Resource][] {
    const ordered: string[] = [];
    const visit = (id: string) => {
      if (ordered.includes(id) || !Resources[id]) return;
      for (const other of referencesOf(Resources[id])) if (other !== id) visit(other);
      ordered.push(id);
    };
    for (const id of Object.keys(Resources)) visit(id);
    return ordered.map((id) => [id, Resources[id] as Resource]);
  }

  function changesOf(stack: StackRecord, plan: Plan): object[] {
    const before = stack.plan.Resources;
    const changes: object[] = [];
    for (const [id, resource] of Object.entries(plan.Resources)) {
      const old = before[id];
      const change = { LogicalResourceId: id, ResourceType: resource.Type };
      if (!old) changes.push({ Type: 'Resource', ResourceChange: { Action: 'Add', ...change } });
      else if (JSON.stringify(old) !== JSON.stringify(resource)) {
        const names = new Set([...Object.keys(old.Properties), ...Object.keys(resource.Properties)]);
        const changed = [...names].filter(
          (name) => JSON.stringify(old.Properties[name]) !== JSON.stringify(resource.Properties[name]),
        );
        const Details = changed.map((Name) => ({ Target: { Attribute: 'Properties', Name } }));
        const Replacement = changed.some((name) => name.endsWith('Name')) ? 'True' : 'False';
        changes.push({
          Type: 'Resource',
          ResourceChange: { Action: 'Modify', ...change, Replacement, Details },
        });
      }
    }
    for (const [id, { Type }] of Object.entries(before)) {
      if (!plan.Resources[id]) {
        const ResourceChange = { Action: 'Remove', LogicalResourceId: id, ResourceType: Type };
        changes.push({ Type: 'Resource', ResourceChange });
      }
    }
    return changes;
  }

  function createChangeSet(request: ChangeSetRequest) {
    const { stackName, changeSetName, type, template, parameters = {}, tags = [] } = request;
    const plan = expandServerless(parseTemplate(template) as Plan);
    for (const { Type } of Object.values(plan.Resources)) {
      if (!providers[Type]) throw new ValidationError(`This stand-in has no resources of type ${Type}.`);
    }
    const missing = Object.entries(plan.Parameters ?? {})
      .filter(([name, { Default }]) => Default === undefined && parameters[name] === undefined)
      .map(([name]) => name);
    if (missing.length > 0) throw new ValidationError(`Parameters: [${missing.join(', ')}] must have values`);
    let stack = find(stackName);
    if (type === 'CREATE') {
      if (stack && stack.status !== 'REVIEW_IN_PROGRESS')
        throw new ValidationError(`Stack [${stackName}] already exists and cannot be created again.`);
      stack ??= newStack(stackName);
    } else if (!stack || !/(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status)) {
      throw new ValidationError(`Stack [${stackName}] does not exist or is in a state that has no update.`);
    }
    const arn = `arn:aws:cloudformation:${region}:${accountId}:changeSet/${changeSetName}/${randomUUID()}`;
    stack.changeSets.set(arn, { arn, plan, parameters, tags, changes: changesOf(stack, plan) });
    return { Id: arn, StackId: stack.id };
  }

  function newStack(name: string): StackRecord {
    const stack: StackRecord = {
      id: `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${randomUUID()}`,
      name,
      status: 'REVIEW_IN_PROGRESS',
      plan: { Resources: {} },
      parameters: {},
      resources: new Map(),
      outputs: {},
      tags: [],
      events: [],
      changeSets: new Map(),
    };
    stacks.push(stack);
    return stack;
  }

  const changeSetOf = (parameters: URLSearchParams) => {
    const name = parameters.get('ChangeSetName') ?? '';
    for (const stack of stacks) {
      const changeSet = stack.changeSets.get(name);
      if (changeSet) return { stack, changeSet };
    }
    throw new ValidationError(`ChangeSet [${name}] does not exist`);
  };

  /** Brings a stack to a plan. A failure undoes what was begun. */
  async function apply(
    stack: StackRecord,
    plan: Plan,
    given: Record<string, string>,
    verb: 'CREATE' | 'UPDATE',
  ) {
    const before = { plan: stack.plan, parameters: stack.parameters };
    try {
      await converge(stack, plan, given, verb);
      tell(stack, `${verb}_COMPLETE`);
    } catch (cause) {
      const rollback = verb === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
      const reason = `The following resource(s) failed to ${verb.toLowerCase()}. ${(cause as Error).message}`;
      tell(stack, `${rollback}_IN_PROGRESS`, undefined, undefined, reason);
      await converge(stack, before.plan, before.parameters, 'UPDATE');
      tell(stack, `${rollback}_COMPLETE`);
    }
  }

  async function converge(
    stack: StackRecord,
    plan: Plan,
    given: Record<string, string>,
    verb: 'CREATE' | 'UPDATE',
  ) {
    const context = { parameters: parametersOf(stack, plan, given), resources: stack.resources };
    for (const [id, resource] of inOrder(plan)) {
      await gate;
      await wait(1);
      const provider = providers[resource.Type] as Provider;
      const present = stack.resources.get(id);
      const action = present ? 'UPDATE' : 'CREATE';
      try {
        const properties = resolveReferences(resource.Properties, context) as Properties;
        if (present && JSON.stringify(present.properties) === JSON.stringify(properties)) continue;
        tell(stack, `${action}_IN_PROGRESS`, id, resource.Type);
        const failure = failures.get(id);
        if (failure && !failure.used) {
          failure.used = true;
          throw new Error(failure.reason);
        }
        const made = present
          ? await provider.update(present, properties)
          : await provider.create(properties, { stackName: stack.name, logicalId: id });
        stack.resources.set(id, { ...made, type: resource.Type, properties });
        tell(stack, `${action}_COMPLETE`, id, resource.Type);
      } catch (cause) {
        tell(stack, `${action}_FAILED`, id, resource.Type, (cause as Error).message);
        throw new Error(`[${id}]`);
      }
    }
    for (const [id, made] of [...stack.resources].reverse()) {
      if (!plan.Resources[id]) await removeResource(stack, id, made);
    }
    stack.plan = plan;
    stack.parameters = given;
    stack.outputs = Object.fromEntries(
      Object.entries(plan.Outputs ?? {}).map(([key, { Value }]) => [
        key,
        String(resolveReferences(Value, context)),
      ]),
    );
    if (verb === 'UPDATE') stack.changeSets.clear();
  }

  async function removeResource(stack: StackRecord, id: string, made: Made) {
    tell(stack, 'DELETE_IN_PROGRESS', id, made.type);
    await providers[made.type]?.remove(made);
    stack.resources.delete(id);
    tell(stack, 'DELETE_COMPLETE', id, made.type);
  }

  async function remove(stack: StackRecord) {
    for (const [id, made] of [...stack.resources].reverse()) {
      await gate;
      await wait(1);
      await removeResource(stack, id, made);
    }
    tell(stack, 'DELETE_COMPLETE');
  }

  const actions: Record<string, (parameters: URLSearchParams) => unknown> = {
    CreateChangeSet: (p) =>
      createChangeSet({
        stackName: p.get('StackName') ?? '',
        changeSetName: p.get('ChangeSetName') ?? '',
        type: p.get('ChangeSetType') ?? 'UPDATE',
        template: p.get('TemplateBody') ?? '',
        parameters: readParameters(p),
        tags: readTags(p),
      }),
    DescribeChangeSet(p) {
      const { stack, changeSet } = changeSetOf(p);
      const empty = changeSet.changes.length === 0;
      return {
        ChangeSetId: changeSet.arn,
        StackId: stack.id,
        StackName: stack.name,
        Status: empty ? 'FAILED' : 'CREATE_COMPLETE',
        ...(empty
          ? {
              StatusReason:
                "The submitted information didn't contain changes. Submit different information to create a change set.",
            }
          : {}),
        Changes: changeSet.changes,
      };
    },
    DeleteChangeSet(p) {
      const { stack, changeSet } = changeSetOf(p);
      stack.changeSets.delete(changeSet.arn);
      return {};
    },
    ExecuteChangeSet(p) {
      const { stack, changeSet } = changeSetOf(p);
      const verb = stack.status === 'REVIEW_IN_PROGRESS' ? 'CREATE' : 'UPDATE';
      stack.tags = changeSet.tags;
      tell(stack, `${verb}_IN_PROGRESS`, undefined, undefined, 'User Initiated');
      void apply(stack, changeSet.plan, changeSet.parameters, verb);
      return {};
    },
    DescribeStacks: (p) => ({
      Stacks: (p.has('StackName') ? [need(p.get('StackName') ?? '')] : stacks).map(describe),
    }),
    DescribeStackEvents: (p) => ({ StackEvents: need(p.get('StackName') ?? '').events }),
    DescribeStackResources: (p) => ({
      StackResources: [...need(p.get('StackName') ?? '').resources].map(([id, { type, physicalId }]) => ({
        LogicalResourceId: id,
        PhysicalResourceId: physicalId,
        ResourceType: type,
        ResourceStatus: 'CREATE_COMPLETE',
        Timestamp: new Date().toISOString(),
      })),
    }),
    DeleteStack(p) {
      const stack = find(p.get('StackName') ?? '');
      if (!stack || stack.status === 'DELETE_COMPLETE') return {};
      tell(stack, 'DELETE_IN_PROGRESS', undefined, undefined, 'User Initiated');
      void remove(stack);
      return {};
    },
  };

  return {
    async call(action, parameters) {
      const run = actions[action];
      if (!run) return { error: 'InvalidAction', message: `This stand-in has no ${action}.` };
      try {
        return { result: run(parameters) };
      } catch (error) {
        if (error instanceof ValidationError || error instanceof SyntaxError)
          return { error: 'ValidationError', message: error.message };
        throw error;
      }
    },
    createChangeSet,
    stackNames: () => stacks.filter(({ status }) => status !== 'DELETE_COMPLETE').map(({ name }) => name),
    failNext(logicalId, reason) {
      const failure = { reason, used: false };
      failures.set(logicalId, failure);
      return failure;
    },
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}
