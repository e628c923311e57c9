import type { Command } from 'commander';
import { readConnection } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { stackPlanWords } from '../stack-plan-words.ts';
import { addDeploymentOptions, runWithDeployment } from '../with-deployment.ts';

export function addDestroyCommand(program: Command): void {
  const command = program
    .command('destroy')
    .description('delete what "gtkit deploy" made, except the buckets with images and labels')
    .option('--stack <name>', 'name of the CloudFormation stack', 'gtkit')
    .option('--outputs <file>', 'file of outputs, removed with its stack', 'gtkit.outputs.json')
    .addHelpText(
      'after',
      examples({
        'gtkit destroy --aws': 'shows what goes and what stays, asks, and deletes the stack',
        'gtkit destroy --aws --dry-run': 'shows every request, and sends only those that read',
      }),
    );
  addDeploymentOptions(command).action(async (options: { stack: string; outputs: string }, self: Command) => {
    await runWithDeployment(self, async (clients, { ask, show, print, onProgress, signal }) => {
      const { destroyStack } = await import('#scripts/deploy/destroy-stack.ts');
      const { region } = readConnection(self);
      const destroyed = await destroyStack(clients, {
        stackName: options.stack,
        outputsFile: options.outputs,
        onProgress,
        signal,
        approve: async (plan, kept) => {
          show(`${stackPlanWords(plan, region)}\n${keptWords(kept)}`);
          return ask('Delete this?');
        },
      });
      print(destroyed, ({ status, keptBuckets, outputsRemoved }) =>
        [
          `The stack ${options.stack} is ${status === 'deleted' ? 'deleted' : 'as it was'}.`,
          keptWords(keptBuckets),
          ...(outputsRemoved ? [`${options.outputs} is removed.`] : []),
        ].join('\n'),
      );
      if (destroyed.status === 'declined') process.exitCode = 1;
    });
  });
}

function keptWords(buckets: readonly string[]): string {
  if (buckets.length === 0) return 'No bucket is deleted: images and labels stay.';
  const names = buckets.join(' and ');
  return `Images, labels and templates stay in ${names}; delete ${buckets.length === 1 ? 'it' : 'them'} by hand when nobody needs them.`;
}
