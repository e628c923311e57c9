import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { withAwsErrors } from '../aws-error.ts';
import { isAws } from '../connection.ts';
import type { OnProgress } from '../progress.ts';
import type { DeployClients } from './deploy-clients.ts';

export interface Following {
  onProgress: OnProgress;
  signal?: AbortSignal | undefined;
  /** Pause between two questions, 2 s unless told. */
  pollMs?: number | undefined;
}

/** What is known of a stack, or undefined when there is none of that name or id. */
export async function findStack(clients: DeployClients, name: string): Promise<Stack | undefined> {
  try {
    const command = new DescribeStacksCommand({ StackName: name });
    const { Stacks = [] } = await withStackErrors(clients, () => clients.cloudformation.send(command));
    return Stacks[0];
  } catch (error) {
    if (error instanceof Error && / does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

/** Runs a piece of work with CloudFormation; an endpoint that has none gets a sentence of its own. */
export async function withStackErrors<T>(clients: DeployClients, work: () => Promise<T>): Promise<T> {
  try {
    return await withAwsErrors(clients.connection, work);
  } catch (error) {
    throw cloudformationError(error, clients);
  }
}

function cloudformationError(error: unknown, { connection }: DeployClients): unknown {
  const cause = error instanceof GroundTruthError ? error.cause : error;
  if (isAws(connection) || !(cause instanceof Error)) return error;
  if (cause.name !== 'InvalidAction' && cause.name !== 'UnknownOperationException') return error;
  return new GroundTruthError(
    'unsupported',
    `There is no CloudFormation at ${connection.endpointUrl}. A Ground Truth of your own has our functions already; deploy to AWS with --aws.`,
    { cause },
  );
}

/** Waits one turn. @throws {GroundTruthError} `conflict` when the person does not want to wait any more */
export async function pause({ signal, pollMs = 2000 }: Following, stackName: string): Promise<void> {
  try {
    await wait(pollMs, undefined, signal ? { signal } : {});
  } catch (cause) {
    throw new GroundTruthError(
      'conflict',
      `Stopped watching. What has begun with the stack ${stackName} goes on in AWS by itself, and rolls back if it fails. Run the same command again to go on from there.`,
      { cause },
    );
  }
}

/** A stack that somebody works on at this moment. */
export const isBusy = (status: string | undefined): boolean =>
  status?.endsWith('_IN_PROGRESS') === true && status !== 'REVIEW_IN_PROGRESS';

/**
 * Tells every event of a stack until nothing moves any more.
 * @param since events before this moment (ms since 1970) are not told
 * @returns the stack at the end, and why resources failed, first reason first
 */
export async function followStack(
  clients: DeployClients,
  stackId: string,
  { since, ...following }: Following & { since: number },
): Promise<{ status: string; stack: Stack | undefined; failures: string[] }> {
  const told = new Set<string>();
  const failures: string[] = [];
  for (;;) {
    const stack = await findStack(clients, stackId);
    const status = stack?.StackStatus ?? 'DELETE_COMPLETE';
    for (const event of await eventsSince(clients, stackId, since)) {
      const id = event.EventId ?? '';
      if (told.has(id)) continue;
      told.add(id);
      following.onProgress({ kind: 'step', text: sentenceOf(event) });
      const reason = event.ResourceStatusReason ?? '';
      if (event.ResourceStatus?.endsWith('_FAILED') && !/cancelled/i.test(reason))
        failures.push(`${event.LogicalResourceId}: ${reason}`);
    }
    if (!isBusy(status)) return { status, stack, failures };
    await pause(following, stack?.StackName ?? stackId);
  }
}

function sentenceOf(event: StackEvent): string {
  const { ResourceStatus = '', LogicalResourceId = '', ResourceType = '', ResourceStatusReason } = event;
  const reason = ResourceStatusReason ? `: ${ResourceStatusReason}` : '';
  return `  ${ResourceStatus.padEnd(28)} ${LogicalResourceId} (${ResourceType.replace(/^AWS::/, '')})${reason}`;
}

/** Events after a moment, oldest first. */
async function eventsSince(clients: DeployClients, stackId: string, since: number): Promise<StackEvent[]> {
  const found: StackEvent[] = [];
  let token: string | undefined;
  do {
    const command = new DescribeStackEventsCommand({
      StackName: stackId,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page = await withStackErrors(clients, () => clients.cloudformation.send(command)).catch((error) => {
      // A stack that is deleted by its name leaves no events behind.
      if (error instanceof Error && / does not exist/.test(error.message)) return undefined;
      throw error;
    });
    const events = page?.StackEvents ?? [];
    // Seconds of leeway: AWS's clock is not ours.
    const recent = events.filter(({ Timestamp }) => (Timestamp?.getTime() ?? 0) >= since - 5000);
    found.push(...recent);
    token = recent.length === events.length ? page?.NextToken : undefined;
  } while (token !== undefined);
  return found.reverse();
}

/** Deletes a stack and waits until it is gone. @throws {GroundTruthError} `conflict` with what stays and why */
export async function deleteStack(clients: DeployClients, stack: Stack, following: Following): Promise<void> {
  // Asked by its id, a stack can be described after its end.
  const id = stack.StackId ?? stack.StackName ?? '';
  const since = Date.now();
  await withStackErrors(clients, () =>
    clients.cloudformation.send(new DeleteStackCommand({ StackName: id })),
  );
  if (clients.dryRun) return;
  const { status, failures } = await followStack(clients, id, { ...following, since });
  if (status === 'DELETE_COMPLETE') return;
  throw new GroundTruthError(
    'conflict',
    `The stack ${stack.StackName} could not be deleted (${status}). ${failures[0] ?? ''}`.trim(),
  );
}
