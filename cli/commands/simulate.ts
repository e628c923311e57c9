import type { Command } from 'commander';
import type { SimulationResult } from '#scripts/simulate.ts';
import { addConnectionOptions, withClients } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { wholeNumber } from '../parse-number.ts';
import { runCommand } from '../run-command.ts';

interface SimulateCommandOptions {
  job: string;
  workers: number;
  truth?: string;
  seed: number;
}

export function addSimulateCommand(program: Command): void {
  const command = program
    .command('simulate')
    .description('let simulated workers label a job through the worker portal, each with their own faults')
    .requiredOption('--job <name>', 'name of the job')
    .option('--workers <number>', 'how many workers', wholeNumber(1, 1000), 5)
    .option('--truth <file>', 'known answers as JSON lines; without it the rest pose, fitted to the image')
    .option('--seed <number>', 'the same seed gives the same answers', wholeNumber(0, 2 ** 31), 1)
    .addHelpText(
      'after',
      examples({
        'gtkit simulate --job my-job --workers 5': 'labels until nothing is left',
        'gtkit simulate --job my-job --workers 10 --truth truth.jsonl --json':
          'answers scatter around the truth; prints counts and tasks per second as JSON',
      }),
    );
  addConnectionOptions(command).action(async (options: SimulateCommandOptions, self: Command) => {
    await runCommand(self, async ({ print, onProgress, signal }) => {
      const { simulate } = await import('#scripts/simulate.ts');
      const result = await withClients(self, (clients) =>
        simulate({
          clients,
          job: options.job,
          workers: options.workers,
          seed: options.seed,
          onProgress,
          signal,
          ...(options.truth === undefined ? {} : { truthFile: options.truth }),
        }),
      );
      print(result, (end) =>
        [
          `${end.submitted} answers in ${(end.wallMs / 1000).toFixed(1)} s, ${end.tasksPerSecond} tasks/s.`,
          `${end.job} is ${end.status}: ${end.labeled} labeled, ${end.failed} failed, ${end.unlabeled} open.`,
          ...(end.failureReason === undefined ? [] : [end.failureReason]),
          ...(end.unlabeled > 0 && end.workersPerObject > options.workers
            ? [`Every object needs ${end.workersPerObject} different workers; the others have to go on.`]
            : []),
          ...(end.declined > 0
            ? [`${end.declined} tasks declined, because their image could not be had.`]
            : []),
          ...(end.rejected > 0 ? [`${end.rejected} answers came too late and do not count.`] : []),
        ].join('\n'),
      );
      if (signal.aborted) process.exitCode = 130;
      else if (deservesNotice(result)) process.exitCode = 1;
    });
  });
}

/** A failed job or object, or nothing done on a job that still waits: the person should notice. */
function deservesNotice({ status, submitted, failed, unlabeled }: SimulationResult): boolean {
  return status === 'Failed' || failed > 0 || (submitted === 0 && unlabeled > 0);
}
