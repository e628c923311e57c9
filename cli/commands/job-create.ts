import type { Command } from 'commander';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { AccountClients } from '#scripts/aws-account/account-clients.ts';
import type { PreparedJob } from '#scripts/aws-account/prepare-labeling-job.ts';
import { confirm } from '../confirm.ts';
import { readConnection } from '../connection-options.ts';
import { examples } from '../examples.ts';
import type { CommandRun } from '../run-command.ts';
import { addAccountOptions, runWithAccount } from '../with-account.ts';

/** Options of whatever makes a job that may cost something. */
export interface CostOptions {
  yes?: boolean;
  prices?: string;
  secondsPerAnswer?: number;
}

export function addCostOptions(command: Command): Command {
  return command
    .option('--yes', 'do not ask, however much it costs')
    .option('--prices <file>', 'prices of your own (default: gtkit.prices.json here, else those of the kit)')
    .option(
      '--seconds-per-answer <n>',
      'how long an answer takes (default: as in an earlier job)',
      readSeconds,
    );
}

export function addJobCreateCommand(job: Command): void {
  const command = job
    .command('create')
    .description('create a labeling job from a YAML, JSON or TypeScript file')
    .argument('<file>', 'the request of CreateLabelingJob, as the AWS CLI takes it with --cli-input-json')
    .option('--legacy-public', 'use the retired public workforce, where an account still has it')
    .option('--price <dollars>', 'with --legacy-public: for one answer, such as 0.012')
    .addHelpText(
      'after',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what a job file holds, not ours to fill in
      `\n${'A function or a work team may be given by its name, a manifest or a template as a file beside the job file; ${outputs.postLambdaArn} is what "gtkit deploy" wrote.'}\n${examples(
        {
          'gtkit job create job.yaml --local': 'runs it on your own Ground Truth',
          'gtkit job create job.yaml --aws --dry-run': 'checks everything, and shows every request',
          'gtkit job create job.yaml --aws':
            'says what it costs, asks when that is much, and creates the job',
        },
      )}`,
    );
  addCostOptions(addAccountOptions(command)).action(
    async (
      file: string,
      options: CostOptions & { legacyPublic?: boolean; price?: string },
      self: Command,
    ) => {
      if (options.legacyPublic !== true && options.price !== undefined) {
        throw new GroundTruthError(
          'invalid-argument',
          '--price is for --legacy-public; a private team has no price.',
        );
      }
      await runWithAccount(self, async (clients, run) => {
        const { readJobConfig } = await import('#scripts/job-config.ts');
        const { prepareLabelingJob } = await import('#scripts/aws-account/prepare-labeling-job.ts');
        const config = await readJobConfig(file, {
          connection: readConnection(self),
          legacyPublic: options.legacyPublic ? { price: options.price ?? '' } : undefined,
        });
        const prepared = await prepareLabelingJob(clients, config, file);
        await submit(clients, prepared, options, run);
      });
    },
  );
}

/** Says what a prepared job costs, asks if that is much, creates it and prints it. */
export async function submit(
  clients: AccountClients,
  prepared: PreparedJob,
  options: CostOptions,
  run: CommandRun,
  notes: readonly string[] = [],
): Promise<void> {
  const { estimateJob } = await import('#scripts/aws-account/estimate-job.ts');
  const { describeCost } = await import('#scripts/aws-account/estimate-cost.ts');
  const { submitLabelingJob } = await import('#scripts/create-labeling-job.ts');
  const { prices: pricesFile, secondsPerAnswer } = options;
  const say = (text: string) => run.onProgress({ kind: 'step', text });
  for (const note of [...notes, ...prepared.warnings]) say(note);
  const cost = await estimateJob(clients, prepared, {
    pricesFile,
    secondsPerAnswer,
  });
  if (cost) say(describeCost(cost));
  if (cost?.needsConsent && !options.yes && !clients.dryRun) {
    await confirm(`This may cost ${cost.high.toFixed(2)} ${cost.currency}. Create the job?`, run.signal);
  }
  const arn = await submitLabelingJob(clients, prepared);
  const { objects, alreadyLabeled, warnings } = prepared;
  const name = prepared.request.LabelingJobName ?? '';
  run.print({ name, arn, objects, alreadyLabeled, warnings, notes, cost }, () => `Created ${name}: ${arn}`);
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds < 86_400) return seconds;
  throw new GroundTruthError(
    'invalid-argument',
    `--seconds-per-answer has to be a number of seconds, found ${text}.`,
  );
}
