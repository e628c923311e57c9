import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { addBuildCommand } from './commands/build.ts';
import { addConsolidateCommand } from './commands/consolidate.ts';
import { addDevCommand } from './commands/dev.ts';
import { addJobCommand } from './commands/job.ts';
import { addManifestCommand } from './commands/manifest.ts';
import { addSimulateCommand } from './commands/simulate.ts';
import { addStartCommand } from './commands/start.ts';
import { addUpCommand } from './commands/up.ts';

/** Every command, in the order in which a newcomer meets them. */
const commands = [
  addStartCommand,
  addDevCommand,
  addBuildCommand,
  addUpCommand,
  addManifestCommand,
  addJobCommand,
  addSimulateCommand,
  addConsolidateCommand,
];

/** The command line as commander knows it. Errors are thrown, never turned into an exit here. */
export function createProgram(): Command {
  const program = new Command('gtkit')
    .description('Have images labeled by people, well: on your own machine, or on AWS.')
    .version(readVersion(), '-V, --version', 'print the version')
    .option('--json', 'print the result as JSON on standard output')
    .showHelpAfterError('(see it with --help)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const add of commands) add(program);
  // A command inherits its parent's settings only when it is created by it, so subcommands are set here too.
  for (const command of everyCommand(program))
    command.exitOverride().configureHelp({ showGlobalOptions: true });
  return program;
}

function* everyCommand(parent: Command): Generator<Command> {
  for (const command of parent.commands) {
    yield command;
    yield* everyCommand(command);
  }
}

function readVersion(): string {
  const file = join(import.meta.dirname, '..', 'package.json');
  return String((JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown }).version);
}
