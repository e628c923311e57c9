import type { Command } from 'commander';
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
    .addHelpText(
      'after',
      examples({
        'gtkit doctor job.yaml --aws':
          'account, region, buckets, CORS, role, functions, template, manifest, team',
        'gtkit doctor --local': 'checks your own Ground Truth',
      }),
    );
  addAccountOptions(command).action(async (file: string | undefined, _options: unknown, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { examine } = await import('#scripts/aws-account/doctor.ts');
      const { readJobConfig } = await import('#scripts/job-config.ts');
      const config =
        file === undefined ? undefined : await readJobConfig(file, { connection: readConnection(self) });
      const job = config && file !== undefined ? { config, file } : undefined;
      const checks = await examine(clients, { job });
      print(checks, wordsOf);
      if (checks.some(({ state }) => state === 'failure')) process.exitCode = 1;
    });
  });
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
