import type { Stack } from '@aws-sdk/client-cloudformation';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { DeployClients } from './deploy-clients.ts';
import { requireOwnStack, type StackContent } from './stack-owner.ts';
import { deleteStack, type Following, findStack, followStack, isBusy } from './stack-state.ts';

/**
 * Brings a stack into a state from which it can be deployed: waits for what an earlier run began, and removes
 * the empty remains of a first creation that failed.
 * @param content what is to be deployed there
 * @returns the stack; undefined when it has to be created
 * @throws {GroundTruthError} `conflict` when only a person can put it right, or the stack is none of ours
 */
export async function settleStack(
  clients: DeployClients,
  stackName: string,
  content: StackContent,
  following: Following,
): Promise<Stack | undefined> {
  let stack = await findStack(clients, stackName);
  // A stack under review is a plan alone, and has no tags yet.
  if (stack && stack.StackStatus !== 'REVIEW_IN_PROGRESS') requireOwnStack(stack, content);
  if (stack && isBusy(stack.StackStatus)) {
    following.onProgress({
      kind: 'step',
      text: `The stack ${stackName} is being worked on (${stack.StackStatus}); waiting for that to end`,
    });
    const since = Date.now();
    stack = (await followStack(clients, stack.StackId ?? stackName, { ...following, since })).stack;
  }
  switch (stack?.StackStatus) {
    case undefined:
    case 'DELETE_COMPLETE':
    // Only a plan was made, never a resource.
    case 'REVIEW_IN_PROGRESS':
      return undefined;
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
    case 'CREATE_FAILED':
      following.onProgress({
        kind: 'step',
        text: `Removing what is left of ${stackName}, whose creation failed earlier`,
      });
      await deleteStack(clients, stack as Stack, following);
      return undefined;
    case 'UPDATE_ROLLBACK_FAILED':
    case 'DELETE_FAILED':
      throw new GroundTruthError(
        'conflict',
        `The stack ${stackName} is in the state ${stack?.StackStatus}: ${stack?.StackStatusReason ?? 'a resource resists'}. Look at it in the CloudFormation console, and continue its rollback or delete it there.`,
      );
    default:
      return stack;
  }
}
