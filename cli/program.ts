import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { addAgreementCommand } from './commands/agreement.ts';
import { addBuildCommand } from './commands/build.ts';
import { addConsolidateCommand } from './commands/consolidate.ts';
import { addDeployCommand } from './commands/deploy.ts';
import { addDestroyCommand } from './commands/destroy.ts';
import { addDevCommand } from './commands/dev.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addJobCommand } from './commands/job.ts';
import { addManifestCommand } from './commands/manifest.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addPublishCommand } from './commands/publish.ts';
import { addResultsCommand } from './commands/results.ts';
import { addRoleCommand } from './commands/role.ts';
import { addSimulateCommand } from './commands/simulate.ts';
import { addStartCommand } from './commands/start.ts';
import { addUpCommand } from './commands/up.ts';
import { addWorkforceCommand } from './commands/workforce.ts';
import { addWorkteamCommand } from './commands/workteam.ts';

/** Every command, in the order in which a newcomer meets them. */
const commands = [
  addStartCommand,
  addDevCommand,
  addBuildCommand,
  addUpCommand,
  addManifestCommand,
  addJobCommand,
  addResultsCommand,
  addWorkteamCommand,
  addWorkforceCommand,
  addDeployCommand,
  addDestroyCommand,
  addPublishCommand,
  addRoleCommand,
  addDoctorCommand,
  addSimulateCommand,
  addConsolidateCommand,
  addPlanCommand,
  addAgreementCommand,
];

/** The command line as commander knows it. Errors are thrown, never turned into an exit here. */
export function createProgram(): Command {
  const program = new Command('gtkit')
    .description('Have images labeled by people, well: on your own machine, or on AWS.')
    .version(readVersion(), '-V, --version', 'print the version')
    .option('--json', 'print the result as JSON on standard output')
    .showHelpAfterError('Add --help to see what there is.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text, write) => write(sentence(text)) })
    .exitOverride();
  // Settings made above reach every command, because commands copy them when they are added.
  for (const add of commands) add(program);
  return program;
}

/** Commander's message as a sentence, without its "error: ". */
function sentence(text: string): string {
  const message = text.replace(/^error: /, '');
  return message.charAt(0).toUpperCase() + message.slice(1);
}

function readVersion(): string {
  const file = join(import.meta.dirname, '..', 'package.json');
  return String((JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown }).version);
}
