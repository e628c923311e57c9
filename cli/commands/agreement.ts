import type { Command } from 'commander';
import { agreementWords } from '../agreement-words.ts';
import { addConnectionOptions, withClients } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { addMergeOptions, type MergeOptions, readSettings } from '../merge-options.ts';
import { runCommand } from '../run-command.ts';

export function addAgreementCommand(program: Command): void {
  const command = addMergeOptions(
    program
      .command('agreement')
      .description(
        'say how well the workers of a job agree, who should be looked at, and what is unclear to them',
      )
      .argument('<job>', "a job's name, the s3:// prefix or a folder of its output, or a payload file"),
  ).addHelpText(
    'after',
    `\nThe job may still be going on. Of a long one a thousand objects are looked at, evenly over its length.\n${examples(
      {
        'gtkit agreement my-job': 'what stands out, and the tables behind it',
        'gtkit agreement s3://bucket/output/my-job --aws': 'a job of AWS',
        'gtkit agreement downloaded/my-job --json': 'a folder that "aws s3 sync" left; prints JSON',
      },
    )}`,
  );
  addConnectionOptions(command).action(async (job: string, options: MergeOptions, self: Command) => {
    await runCommand(self, async ({ print, onProgress }) => {
      const { jobAgreement } = await import('#scripts/job-agreement.ts');
      const settings = await readSettings(options);
      const report = await withClients(self, (clients) =>
        jobAgreement({ ...options, job, clients, settings, onProgress }),
      );
      print(report, agreementWords);
    });
  });
}
