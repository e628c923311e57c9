import { type Command, InvalidArgumentError } from 'commander';
import { addConnectionOptions, withClients } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { addMergeOptions, type MergeOptions, readSettings } from '../merge-options.ts';
import { wholeNumber } from '../parse-number.ts';
import { runCommand } from '../run-command.ts';
import { workerPlanWords } from '../worker-plan-words.ts';

interface PlanCommandOptions extends MergeOptions {
  target?: number;
  targetConfidence: number;
  objects?: number;
  price?: number;
  seed: number;
}

export function addPlanCommand(program: Command): void {
  const command = addMergeOptions(
    program
      .command('plan')
      .description(
        'say from a pilot how good labels get with 1 to 9 workers, what that costs, and what is unsure',
      )
      .argument('<pilot>', "a job's name, the s3:// prefix or a folder of its output, or a payload file"),
  )
    .option('--target <error>', 'error that is good enough: px, or a part such as 0.05', number(0, 1e6))
    .option('--target-confidence <part>', 'below this an object needs one more answer', number(0, 1), 0.9)
    .option(
      '--objects <number>',
      'objects of the job to come (default: as many as the pilot)',
      wholeNumber(1, 1e9),
    )
    .option('--price <amount>', 'what one answer costs', number(0, 1e6))
    .option('--seed <number>', 'the same seed gives the same estimate', wholeNumber(0, 2 ** 31), 1)
    .addHelpText(
      'after',
      `\nThe pilot needs three answers or more for most objects: some 50 objects by 5 workers are a good start. The\nerror is how far labels of different workers are apart; what all workers get wrong alike does not show.\n${examples(
        {
          'gtkit plan my-pilot': 'a table, a recommendation, and the least sure objects',
          'gtkit plan my-pilot --objects 20000 --price 0.04 --target 3':
            'the cheapest number of workers for 3 px',
          'gtkit plan downloaded/my-pilot --method em-swap --json':
            'a folder that "aws s3 sync" left; prints JSON',
        },
      )}`,
    );
  addConnectionOptions(command).action(async (pilot: string, options: PlanCommandOptions, self: Command) => {
    await runCommand(self, async ({ print, onProgress }) => {
      const { planWorkers } = await import('#scripts/plan-workers.ts');
      const settings = await readSettings(options);
      const plan = await withClients(self, (clients) =>
        planWorkers({ ...options, pilot, clients, settings, onProgress }),
      );
      print(plan, workerPlanWords);
    });
  });
}

/** A parser of numbers between two bounds, which says what it expected. */
function number(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d*\.?\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a number from ${least} to ${most}.`);
  };
}
