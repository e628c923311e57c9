import { setTimeout as wait } from 'node:timers/promises';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { isThrottling } from '../aws-error.ts';
import type { Connection } from '../connection.ts';
import { type Clients, clientSettings, createClients } from '../local-clients.ts';
import type { OnProgress } from '../progress.ts';
import { isRead, presentable, type SentRequest } from './sent-request.ts';

/** The SDK clients of a command that changes an account, with what they sent. */
export interface AccountClients extends Clients {
  iam: IAMClient;
  sts: STSClient;
  dryRun: boolean;
  /** Every request so far, in order. */
  requests: SentRequest[];
  /** Makes one more client of this connection part of this: recorded, held back in a dry run, patient. */
  observe(client: { middlewareStack: unknown }): void;
}

export interface AccountClientsOptions {
  /** Sends reads only. A request that would change something is kept in `requests`, and answers nothing. */
  dryRun?: boolean;
  /** Told when AWS asks to slow down. */
  onProgress?: OnProgress | undefined;
  /** Ctrl-C: no further request is begun. */
  signal?: AbortSignal | undefined;
  /** First pause before a throttled request is sent again; each further one is twice as long. */
  pauseMs?: number;
  /** Rounds while AWS throttles. */
  maxAttempts?: number;
}

/** What the SDK gives a middleware, as far as it is used here. */
type Step = (
  handler: (call: { input: unknown }) => Promise<unknown>,
  context: { commandName?: string; clientName?: string },
) => (call: { input: unknown }) => Promise<unknown>;
interface Stack {
  add(step: Step, options: { step: string; name: string; priority?: string }): void;
}

/** Rounds while AWS throttles, each of the SDK's own three attempts: about a minute in all. */
const MAX_ATTEMPTS = 7;

/** Opens the clients of one connection. Close them when the work is done. */
export function createAccountClients(
  connection: Connection,
  {
    dryRun = false,
    onProgress,
    signal,
    pauseMs = 1000,
    maxAttempts = MAX_ATTEMPTS,
  }: AccountClientsOptions = {},
): AccountClients {
  const clients = createClients(connection);
  const iam = new IAMClient(clientSettings(connection));
  const sts = new STSClient(clientSettings(connection));
  const requests: SentRequest[] = [];

  const record: Step =
    (next, { commandName = '', clientName = '' }) =>
    async (call) => {
      const operation = commandName.replace(/Command$/, '');
      const service = clientName.replace(/Client$/, '').toLowerCase();
      const sent = !dryRun || isRead(operation);
      for (let attempt = 1; ; attempt++) {
        if (signal?.aborted) throw stopped(operation);
        if (attempt === 1) requests.push({ service, operation, input: presentable(call.input), sent });
        try {
          return sent ? await next(call) : { output: { $metadata: {} }, response: {} };
        } catch (error) {
          if (!isThrottling(error) || attempt >= maxAttempts) throw error;
        }
        onProgress?.({
          kind: 'step',
          text: `AWS asks to slow down (${operation}); trying again, attempt ${attempt + 1} of ${maxAttempts}.`,
        });
        await wait(pauseMs * 2 ** (attempt - 1), undefined, signal ? { signal } : {}).catch(() => {
          throw stopped(operation);
        });
      }
    };
  const observe = (client: { middlewareStack: unknown }) => {
    (client.middlewareStack as Stack).add(record, {
      step: 'initialize',
      name: 'gtkitRecord',
      priority: 'low',
    });
  };
  for (const client of [clients.s3, clients.sagemaker, clients.lambda, iam, sts]) observe(client);
  return {
    ...clients,
    iam,
    sts,
    dryRun,
    requests,
    observe,
    close() {
      clients.close();
      iam.destroy();
      sts.destroy();
    },
  };
}

function stopped(operation: string): GroundTruthError {
  return new GroundTruthError(
    'conflict',
    `Stopped before ${operation} was done. Run the same command again: what is there already is found and kept.`,
  );
}
