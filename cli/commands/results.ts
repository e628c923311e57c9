import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { addAccountOptions, runWithAccount } from '../with-account.ts';

/** Failed objects that are printed for people. */
const SHOWN = 20;

export function addResultsCommand(program: Command): void {
  const command = program
    .command('results')
    .description("download a job's files, and merge the labels of the jobs that it goes on from")
    .argument('<name>', 'name of the job; of a chain the last one')
    .option('--output <folder>', 'where the files go', 'results')
    .addHelpText(
      'after',
      examples({
        'gtkit results mice-2 --output labels':
          'writes labels/mice-2/..., labels/mice-1/... and labels/merged.manifest',
      }),
    );
  addAccountOptions(command).action(async (name: string, options: { output: string }, self: Command) => {
    await runWithAccount(self, async (clients, { print, onProgress, signal }) => {
      const { downloadResults } = await import('#scripts/aws-account/download-results.ts');
      const results = await downloadResults(clients, name, {
        folder: options.output,
        onProgress,
        signal,
        dryRun: clients.dryRun,
      });
      print(results, ({ folder, jobs, files, kept, manifest, labeled, failed, unlabeled, status }) =>
        [
          `${files} files of ${jobs.join(', ')} are in ${folder}${kept > 0 ? ` (${kept} were there already)` : ''}.`,
          ...failed.slice(0, SHOWN).map(({ source, reason }) => `  ${source}: ${reason}`),
          ...(failed.length > SHOWN ? [`  ... and ${failed.length - SHOWN} more; --json prints all.`] : []),
          manifest === undefined
            ? `${name} is ${status} and has no output manifest yet.`
            : `${labeled} labeled, ${failed.length} failed, ${unlabeled} without a label: ${manifest}`,
        ].join('\n'),
      );
    });
  });
}
