import {
  type Capability,
  type Change,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { DeployClients } from './deploy-clients.ts';
import { type StackContent, stackTags } from './stack-owner.ts';
import { type Following, pause, withStackErrors } from './stack-state.ts';

/** One resource that a deployment touches. */
export interface PlannedChange {
  action: 'Add' | 'Modify' | 'Remove';
  logicalId: string;
  type: string;
  /** Whether the resource is made anew, with another name or ARN. */
  replacement: 'yes' | 'no' | 'perhaps';
  /** Properties that change. */
  details: string[];
}

export interface ChangeSetRequest {
  stackName: string;
  kind: 'CREATE' | 'UPDATE';
  content: StackContent;
  templateBody: string;
  parameters?: Readonly<Record<string, string>> | undefined;
  capabilities: Capability[];
}

/**
 * Asks CloudFormation what it would do, and waits for the answer.
 * @returns the change set's ARN, or undefined when nothing would change
 */
export async function createChangeSet(
  clients: DeployClients,
  { stackName, kind, content, templateBody, parameters = {}, capabilities }: ChangeSetRequest,
): Promise<string> {
  const command = new CreateChangeSetCommand({
    StackName: stackName,
    ChangeSetName: `gtkit-${Date.now().toString(36)}`,
    ChangeSetType: kind,
    TemplateBody: templateBody,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Capabilities: capabilities,
    Tags: stackTags(content),
  });
  const { Id = '' } = await withStackErrors(clients, () => clients.cloudformation.send(command));
  return Id;
}

/**
 * Waits until a change set is ready.
 * @returns its changes; undefined when there are none
 * @throws {GroundTruthError} `invalid-contract` with CloudFormation's reason
 */
export async function readChangeSet(
  clients: DeployClients,
  { changeSetArn, stackName }: { changeSetArn: string; stackName: string },
  following: Following,
): Promise<PlannedChange[] | undefined> {
  for (;;) {
    const answer = await describe(clients, changeSetArn, stackName);
    if (answer.Status === 'CREATE_COMPLETE') {
      const changes = [...(answer.Changes ?? [])];
      for (let token = answer.NextToken; token !== undefined; ) {
        const page = await describe(clients, changeSetArn, stackName, token);
        changes.push(...(page.Changes ?? []));
        token = page.NextToken;
      }
      return changes.map(readChange);
    }
    if (answer.Status === 'FAILED') {
      const reason = answer.StatusReason ?? 'no reason given';
      await discardChangeSet(clients, changeSetArn, stackName);
      if (isNoChange(reason)) return undefined;
      throw new GroundTruthError('invalid-contract', `CloudFormation refuses the template: ${reason}`);
    }
    await pause(following, stackName);
  }
}

/** CloudFormation reports "nothing to do" as a failure, in one of two sentences. */
export const isNoChange = (reason: string): boolean =>
  /didn't contain changes|No updates are to be performed/i.test(reason);

function describe(clients: DeployClients, changeSetArn: string, stackName: string, token?: string) {
  const command = new DescribeChangeSetCommand({
    ChangeSetName: changeSetArn,
    StackName: stackName,
    ...(token === undefined ? {} : { NextToken: token }),
  });
  return withStackErrors(clients, () => clients.cloudformation.send(command));
}

function readChange({ ResourceChange: change = {} }: Change): PlannedChange {
  const { Action, LogicalResourceId = '', ResourceType = '', Replacement, Details = [] } = change;
  const names = Details.map(({ Target }) => Target?.Name ?? Target?.Attribute ?? '').filter(
    (name) => name !== '',
  );
  return {
    action: Action === 'Add' || Action === 'Remove' ? Action : 'Modify',
    logicalId: LogicalResourceId,
    type: ResourceType,
    replacement: Replacement === 'True' ? 'yes' : Replacement === 'Conditional' ? 'perhaps' : 'no',
    details: [...new Set(names)],
  };
}

export async function executeChangeSet(
  clients: DeployClients,
  changeSetArn: string,
  stackName: string,
): Promise<void> {
  const command = new ExecuteChangeSetCommand({ ChangeSetName: changeSetArn, StackName: stackName });
  await withStackErrors(clients, () => clients.cloudformation.send(command));
}

/** Leaves nothing behind of a plan that is not carried out. A plan that stays harms nobody. */
export async function discardChangeSet(
  clients: DeployClients,
  changeSetArn: string,
  stackName: string,
): Promise<void> {
  const command = new DeleteChangeSetCommand({ ChangeSetName: changeSetArn, StackName: stackName });
  await clients.cloudformation.send(command).catch(() => undefined);
}
