import type { Command } from 'commander';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { DeployClients } from '#scripts/deploy/deploy-clients.ts';
import { confirm } from './confirm.ts';
import type { CommandRun } from './run-command.ts';
import { addAccountOptions, runWithAccount } from './with-account.ts';

/** A command's run that may ask before it does something. */
export interface DeploymentRun extends CommandRun {
  /** True when the person agrees, or has agreed to everything with --yes. */
  ask: (question: string) => Promise<boolean>;
  /** Shows text beside the result, such as a plan before the question. */
  show: (text: string) => void;
}

/** Adds the options of a command that deploys: which account, `--dry-run` and `--yes`. */
export function addDeploymentOptions(command: Command): Command {
  return addAccountOptions(command).option('--yes', 'do it without being asked');
}

/** Runs work with the clients of a deployment. */
export async function runWithDeployment(
  command: Command,
  work: (clients: DeployClients, run: DeploymentRun) => Promise<void>,
): Promise<void> {
  const {
    yes = false,
    dryRun = false,
    plan = false,
  } = command.opts<{ yes?: boolean; dryRun?: boolean; plan?: boolean }>();
  // Better now than after half of the work: nobody will be there to answer.
  if (!yes && !dryRun && !plan && !process.stdin.isTTY) {
    throw new GroundTruthError(
      'invalid-argument',
      'There is no terminal to ask on. Say --yes to do it, or --dry-run to see what it would do.',
    );
  }
  await runWithAccount(command, async (account, run) => {
    const { addDeployClients } = await import('#scripts/deploy/deploy-clients.ts');
    const clients = addDeployClients(account);
    const show = (text: string) => run.onProgress({ kind: 'step', text });
    try {
      await work(clients, {
        ...run,
        show,
        ask: async (question) => yes || dryRun || (await agrees(question, run.signal)),
      });
    } finally {
      clients.cloudformation.destroy();
      clients.repository.destroy();
    }
  });
}

async function agrees(question: string, signal: AbortSignal): Promise<boolean> {
  try {
    await confirm(question, signal);
    return true;
  } catch (error) {
    // Ctrl-C at the question is a no as well.
    if (signal.aborted || (error instanceof GroundTruthError && error.code === 'conflict')) return false;
    throw error;
  }
}
