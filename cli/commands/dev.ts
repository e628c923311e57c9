import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { wholeNumber } from '../parse-number.ts';
import { runCommand } from '../run-command.ts';

interface DevOptions {
  port?: number;
}

export function addDevCommand(program: Command): void {
  program
    .command('dev')
    .description('open the preview: see and try a template as a worker does, with hot reload')
    .option('--port <number>', 'port to listen on (default: a free one)', wholeNumber(1, 65_535))
    .addHelpText('after', examples({ 'gtkit dev': 'prints the address of the preview; Ctrl-C ends it' }))
    .action(async (_options: DevOptions, self: Command) => {
      await runCommand(self, async () => {});
    });
}
