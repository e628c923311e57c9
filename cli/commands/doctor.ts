import type { Command } from 'commander';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { DoctorCheck } from '#scripts/aws-account/doctor-check.ts';
import { readConnection } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { addAccountOptions, runWithAccount } from '../with-account.ts';

const marks = { ok: 'ok', warning: 'look', failure: 'FAILS', skipped: '-' } as const;

export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('check the account, and everything that a job file names; say what to do for each failure')
    .argument('[file]', 'a job file')
    .option('--try', 'also call the function before on the first object, and render its page as for a worker')
    .addHelpText(
      'after',
      examples({
        'gtkit doctor job.yaml --aws':
          'account, region, buckets, CORS, role, functions, template, manifest, team',
        'gtkit doctor job.yaml --aws --try':
          'and makes the page of the first object, as a worker would see it',
        'gtkit doctor --local': 'checks your own Ground Truth',
      }),
    );
  addAccountOptions(command).action(
    async (file: string | undefined, options: { try?: boolean }, self: Command) => {
      if (options.try && file === undefined)
        throw new GroundTruthError(
          'invalid-argument',
          '--try needs a job file, whose first object is tried.',
        );
      await runWithAccount(self, async (clients, { print }) => {
        const { examine } = await import('#scripts/aws-account/doctor.ts');
        const { readJobConfig } = await import('#scripts/job-config.ts');
        const config =
          file === undefined ? undefined : await readJobConfig(file, { connection: readConnection(self) });
        const job = config && file !== undefined ? { config, file } : undefined;
        const checks = await examine(clients, { job, tryPage: options.try });
        print(checks, wordsOf);
        if (checks.some(({ state }) => state === 'failure')) process.exitCode = 1;
      });
    },
  );
}

function wordsOf(checks: readonly DoctorCheck[]): string {
  const width = Math.max(...checks.map(({ what }) => what.length));
  const failures = checks.filter(({ state }) => state === 'failure').length;
  return [
    ...checks.flatMap(({ what, state, found, advice }) => [
      `${marks[state].padEnd(6)}${what.padEnd(width + 2)}${found}`,
      ...(advice === undefined ? [] : [`${' '.repeat(width + 8)}-> ${advice}`]),
    ]),
    '',
    failures === 0
      ? 'A job can run.'
      : `${failures} ${failures === 1 ? 'thing keeps' : 'things keep'} a job from running.`,
  ].join('\n');
}
