import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { wholeNumber } from '../parse-number.ts';
import { addAccountOptions, runWithAccount } from '../with-account.ts';
import { addCostOptions, type CostOptions, submit } from './job-create.ts';

interface ChainOptions extends CostOptions {
  attribute?: string;
  workers?: number;
  workteam?: string;
  template?: string;
}

export function addJobChainCommand(job: Command): void {
  const command = job
    .command('chain')
    .description(
      "create a job from an earlier one's output: what failed, expired or was stopped is labeled then",
    )
    .argument('<earlier>', 'name of a job that has ended')
    .argument('<name>', 'name of the new job')
    .option('--attribute <name>', 'another label attribute: every object is labeled anew')
    .option('--workers <n>', 'workers per object (default: as before)', wholeNumber(1, 9))
    .option('--workteam <name|arn>', 'another team')
    .option('--template <file|uri>', 'another template')
    .addHelpText(
      'after',
      examples({
        'gtkit job chain mice-1 mice-2': 'labels the objects that mice-1 has no label for',
        'gtkit job chain mice-1 mice-check --attribute pose-checked --workers 1':
          'shows every object again, with the earlier label in its manifest line',
      }),
    );
  addCostOptions(addAccountOptions(command)).action(
    async (earlier: string, name: string, options: ChainOptions, self: Command) => {
      await runWithAccount(self, async (clients, run) => {
        const { prepareChain } = await import('#scripts/aws-account/chain-job.ts');
        const { attribute, workers, workteam, template } = options;
        const chain = await prepareChain(clients, earlier, { name, attribute, workers, workteam, template });
        await submit(clients, chain.job, options, run, chain.notes);
      });
    },
  );
}
