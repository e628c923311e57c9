import {
  type Capability,
  CreateStackCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import {
  createChangeSet,
  discardChangeSet,
  executeChangeSet,
  isNoChange,
  type PlannedChange,
  readChangeSet,
} from './change-set.ts';
import type { DeployClients } from './deploy-clients.ts';
import { settleStack } from './settle-stack.ts';
import { type StackContent, stackTags } from './stack-owner.ts';
import { deleteStack, type Following, findStack, followStack, withStackErrors } from './stack-state.ts';

/** What would be done to which stack. */
export interface StackPlan {
  stackName: string;
  kind: 'create' | 'update' | 'delete';
  changes: PlannedChange[];
}

export interface StackDeployment {
  /** `planned`: a dry run sent nothing that changes anything. `differs`: only looked at, and not up to date. */
  status: 'created' | 'updated' | 'unchanged' | 'declined' | 'planned' | 'differs';
  plan: StackPlan;
  stack?: Stack | undefined;
}

export interface DeployTemplateOptions extends Following {
  stackName: string;
  content: StackContent;
  templateBody: string;
  parameters?: Readonly<Record<string, string>> | undefined;
  capabilities: Capability[];
  /** Shown the plan; false leaves everything as it is. */
  approve: (plan: StackPlan) => Promise<boolean>;
  /** False: create or update at once, for services without change sets. */
  withChangeSet?: boolean | undefined;
}

/** Creates or updates a stack from a template, with the plan shown first. */
export async function deployTemplate(
  clients: DeployClients,
  options: DeployTemplateOptions,
): Promise<StackDeployment> {
  const { stackName, content, onProgress } = options;
  const present = await settleStack(clients, stackName, content, options);
  const kind = present ? 'update' : 'create';
  if (options.withChangeSet === false) return deployAtOnce(clients, kind, options);
  onProgress({ kind: 'step', text: `Asking CloudFormation what would change in ${stackName}` });
  const changeSetArn = await createChangeSet(clients, {
    stackName,
    kind: present ? 'UPDATE' : 'CREATE',
    content,
    templateBody: options.templateBody,
    parameters: options.parameters,
    capabilities: options.capabilities,
  });
  return carryOut(clients, { changeSetArn, stackName, kind }, options);
}

/** Shows what a change set would do, and does it when it may. */
export async function carryOut(
  clients: DeployClients,
  { changeSetArn, stackName, kind }: { changeSetArn: string; stackName: string; kind: 'create' | 'update' },
  options: Following & Pick<DeployTemplateOptions, 'approve'>,
): Promise<StackDeployment> {
  const empty: StackPlan = { stackName, kind, changes: [] };
  if (clients.dryRun) {
    // There is no change set to read; what would follow is shown all the same.
    await executeChangeSet(clients, changeSetArn, stackName);
    return { status: 'planned', plan: empty };
  }
  const changes = await readChangeSet(clients, { changeSetArn, stackName }, options);
  if (changes === undefined)
    return { status: 'unchanged', plan: empty, stack: await findStack(clients, stackName) };
  const plan = { ...empty, changes };
  if (!(await options.approve(plan))) {
    await discardChangeSet(clients, changeSetArn, stackName);
    const review = await findStack(clients, stackName);
    // The plan of a first creation has left a stack without resources.
    if (review?.StackStatus === 'REVIEW_IN_PROGRESS') await deleteStack(clients, review, options);
    return { status: 'declined', plan };
  }
  const since = Date.now();
  await executeChangeSet(clients, changeSetArn, stackName);
  return finish(clients, plan, since, options);
}

async function deployAtOnce(
  clients: DeployClients,
  kind: 'create' | 'update',
  options: DeployTemplateOptions,
): Promise<StackDeployment> {
  const { stackName, content, templateBody, capabilities } = options;
  const plan: StackPlan = { stackName, kind, changes: [] };
  const input = {
    StackName: stackName,
    TemplateBody: templateBody,
    Capabilities: capabilities,
    Tags: stackTags(content),
  };
  const since = Date.now();
  try {
    await withStackErrors(clients, async () => {
      if (kind === 'create') await clients.cloudformation.send(new CreateStackCommand(input));
      else await clients.cloudformation.send(new UpdateStackCommand(input));
    });
  } catch (error) {
    if (!(error instanceof Error) || !isNoChange(error.message)) throw error;
    return { status: 'unchanged', plan, stack: await findStack(clients, stackName) };
  }
  return clients.dryRun ? { status: 'planned', plan } : finish(clients, plan, since, options);
}

/** Follows a stack to its end. A first creation that fails leaves nothing behind; an update rolls back. */
async function finish(
  clients: DeployClients,
  plan: StackPlan,
  since: number,
  following: Following,
): Promise<StackDeployment> {
  const { stackName, kind } = plan;
  const id = (await findStack(clients, stackName))?.StackId ?? stackName;
  const { status, stack, failures } = await followStack(clients, id, { ...following, since });
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') {
    return { status: kind === 'create' ? 'created' : 'updated', plan, stack };
  }
  const reason = failures[0] ?? stack?.StackStatusReason ?? 'CloudFormation gives no reason.';
  let after = `The stack is in the state ${status}.`;
  if (kind === 'create' && stack && status !== 'DELETE_COMPLETE') {
    following.onProgress({ kind: 'step', text: `Removing what is left of ${stackName}` });
    await deleteStack(clients, stack, following);
    after = 'Nothing of it is left; run the command again when the cause is gone.';
  } else if (status === 'UPDATE_ROLLBACK_COMPLETE') {
    after = 'Everything is as it was before.';
  }
  throw new GroundTruthError(
    /not authorized|AccessDenied/i.test(reason) ? 'access-denied' : 'conflict',
    `The stack ${stackName} could not be ${kind}d. ${reason.replace(/\.?$/, '.')} ${after}`,
  );
}
