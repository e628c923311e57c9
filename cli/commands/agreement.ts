import { type Command, Option } from 'commander';
import { parseJson } from '#contracts/parse.ts';
import type { ConsolidationTask } from '#scripts/consolidate.ts';
import { agreementWords } from '../agreement-words.ts';
import { addConnectionOptions, withClients } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { runCommand } from '../run-command.ts';

interface AgreementCommandOptions {
  task?: ConsolidationTask;
  method?: string;
  settings?: string;
}

export function addAgreementCommand(program: Command): void {
  const command = program
    .command('agreement')
    .description(
      'say how well the workers of a job agree, who should be looked at, and what is unclear to them',
    )
    .argument('<job>', "a job's name, the s3:// prefix or a folder of its output, or a payload file")
    .addOption(
      new Option('--task <task>', 'what the workers answered (default: seen in the answers)').choices([
        'keypoint',
        'bounding-box',
        'classification',
      ]),
    )
    .option('--method <name>', "name in the task's registry of methods (default: the task's own)")
    .option('--settings <file>', "the function's settings as JSON, as in GTKIT_SETTINGS")
    .addHelpText(
      'after',
      `\nThe job may still be going on. Of a long one a thousand objects are looked at, evenly over its length.\n${examples(
        {
          'gtkit agreement my-job': 'what stands out, and the tables behind it',
          'gtkit agreement s3://bucket/output/my-job --aws': 'a job of AWS',
          'gtkit agreement downloaded/my-job --json': 'a folder that "aws s3 sync" left; prints JSON',
        },
      )}`,
    );
  addConnectionOptions(command).action(
    async (job: string, options: AgreementCommandOptions, self: Command) => {
      await runCommand(self, async ({ print, onProgress }) => {
        const { jobAgreement } = await import('#scripts/job-agreement.ts');
        const { readText } = await import('#scripts/read-text.ts');
        const { settings: file, ...rest } = options;
        const settings = file === undefined ? {} : parseJson(await readText(file), 'settings file', { file });
        const report = await withClients(self, (clients) =>
          jobAgreement({ ...rest, job, clients, settings, onProgress }),
        );
        print(report, agreementWords);
      });
    },
  );
}
