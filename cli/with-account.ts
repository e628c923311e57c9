import type { Command } from 'commander';
import type { AccountClients } from '#scripts/aws-account/account-clients.ts';
import { addConnectionOptions, readConnection } from './connection-options.ts';
import { type CommandRun, runCommand } from './run-command.ts';

/** Adds the options of a command that may change an account: which one it talks to, and `--dry-run`. */
export function addAccountOptions(command: Command): Command {
  return addConnectionOptions(command).option(
    '--dry-run',
    'show every request, and send only those that read',
  );
}

/**
 * Runs work with an account's clients. With `--dry-run` the result is the list of requests, and what would
 * change anything is not sent.
 */
export async function runWithAccount(
  command: Command,
  work: (clients: AccountClients, run: CommandRun) => Promise<void>,
): Promise<void> {
  await runCommand(command, async (run) => {
    const { createAccountClients } = await import('#scripts/aws-account/account-clients.ts');
    const dryRun = command.opts<{ dryRun?: boolean }>().dryRun === true;
    const clients = createAccountClients(readConnection(command), {
      dryRun,
      onProgress: run.onProgress,
      signal: run.signal,
    });
    try {
      // A dry run's own results would name things that do not exist.
      await work(clients, dryRun ? { ...run, print() {} } : run);
      if (dryRun) {
        const { describeRequests } = await import('#scripts/aws-account/describe-requests.ts');
        run.print({ dryRun: true, requests: clients.requests }, ({ requests }) => describeRequests(requests));
      }
    } finally {
      clients.close();
    }
  });
}
