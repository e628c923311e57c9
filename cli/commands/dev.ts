import type { Command } from 'commander';
import { aborted } from '../aborted.ts';
import { examples } from '../examples.ts';
import { wholeNumber } from '../parse-number.ts';
import { runCommand } from '../run-command.ts';

interface DevOptions {
  port?: number;
  open?: boolean;
}

export function addDevCommand(program: Command): void {
  program
    .command('dev')
    .description('open the preview: see and try a template as a worker does, with hot reload')
    .option(
      '--port <number>',
      'port to listen on (default: 4110, or the next free one)',
      wholeNumber(0, 65_535),
    )
    .option('--open', 'open it in the browser too')
    .addHelpText('after', examples({ 'gtkit dev': 'prints the address of the preview; Ctrl-C ends it' }))
    .action(async (options: DevOptions, self: Command) => {
      await runCommand(self, async ({ print, onProgress, signal }) => {
        onProgress({ kind: 'step', text: 'Starting the preview' });
        const { startPreview } = await import('#scripts/dev.ts');
        const preview = await startPreview({
          open: options.open === true,
          ...(options.port === undefined ? {} : { port: options.port }),
        });
        print({ url: preview.url }, ({ url }) => `Preview: ${url}\nCtrl-C ends it.`);
        await aborted(signal);
        await preview.close();
      });
    });
}
