import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import type { DeployClients } from './deploy-clients.ts';
import type { StackPlan } from './deploy-template.ts';
import { requireOwnStack } from './stack-owner.ts';
import {
  deleteStack,
  type Following,
  findStack,
  followStack,
  isBusy,
  withStackErrors,
} from './stack-state.ts';
import { readStackOutputs, removeOutputs } from './write-outputs.ts';

export interface DestroyOptions extends Following {
  stackName: string;
  outputsFile: string;
  approve: (plan: StackPlan, kept: string[]) => Promise<boolean>;
}

export interface DestroyedStack {
  status: 'deleted' | 'declined' | 'planned';
  plan: StackPlan;
  /** Buckets with images, labels and templates, which stay. */
  keptBuckets: string[];
  outputsRemoved: boolean;
}

/**
 * Deletes a stack: its functions, roles and logs. Buckets are none of its resources and stay, with every image
 * and label in them.
 * @throws {GroundTruthError} `not-found` when there is no such stack, `conflict` when somebody else made it
 */
export async function destroyStack(clients: DeployClients, options: DestroyOptions): Promise<DestroyedStack> {
  const { stackName, onProgress } = options;
  let stack = await findStack(clients, stackName);
  if (stack && isBusy(stack.StackStatus)) {
    onProgress({ kind: 'step', text: `Waiting: somebody works on ${stackName} (${stack.StackStatus})` });
    const since = Date.now();
    stack = (await followStack(clients, stack.StackId ?? stackName, { ...options, since })).stack;
  }
  if (!stack || stack.StackStatus === 'DELETE_COMPLETE') {
    throw new GroundTruthError(
      'not-found',
      `There is no stack ${stackName} in ${clients.connection.region}. It may be in another region (--region) or have another name (--stack).`,
    );
  }
  requireOwnStack(stack);
  const outputs = readStackOutputs(stack);
  const output = outputs['outputPath'];
  const keptBuckets = [
    ...new Set([outputs['bucket'], output && parseS3Uri(output).bucket].filter((name) => name !== undefined)),
  ].filter((name) => name !== '');
  const { StackResources = [] } = await withStackErrors(clients, () =>
    clients.cloudformation.send(new DescribeStackResourcesCommand({ StackName: stackName })),
  );
  const plan: StackPlan = {
    stackName,
    kind: 'delete',
    changes: StackResources.map(({ LogicalResourceId = '', ResourceType = '' }) => ({
      action: 'Remove',
      logicalId: LogicalResourceId,
      type: ResourceType,
      replacement: 'no',
      details: [],
    })),
  };
  const end = { plan, keptBuckets, outputsRemoved: false };
  if (clients.dryRun) {
    await deleteStack(clients, stack, options);
    return { ...end, status: 'planned' };
  }
  if (!(await options.approve(plan, keptBuckets))) return { ...end, status: 'declined' };
  await deleteStack(clients, stack, options);
  return { ...end, status: 'deleted', outputsRemoved: await removeOutputs(options.outputsFile, stackName) };
}
