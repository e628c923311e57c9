import type { Command } from 'commander';
import type { JobDetails, JobState } from '#scripts/labeling-job.ts';
import type { FailedObject } from '#scripts/read-failures.ts';
import { examples } from '../examples.ts';
import { addAccountOptions, runWithAccount } from '../with-account.ts';
import { addJobChainCommand } from './job-chain.ts';
import { addJobCreateCommand } from './job-create.ts';

/** Failed objects that are printed for people. */
const SHOWN = 20;

export function addJobCommand(program: Command): void {
  const job = program
    .command('job')
    .description('create, list, describe, watch, stop and chain labeling jobs');
  addJobCreateCommand(job);
  addList(job);
  addDescribe(job);
  addWatch(job);
  addStop(job);
  addJobChainCommand(job);
}

function addList(job: Command): void {
  const command = job
    .command('list')
    .description('list every job, newest first')
    .addHelpText('after', examples({ 'gtkit job list': 'one line a job: status, counts, name' }));
  addAccountOptions(command).action(async (_options: unknown, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { listJobs } = await import('#scripts/labeling-job.ts');
      print(await listJobs(clients), (all) =>
        all.length === 0 ? 'There is no job yet.' : all.map(lineOf).join('\n'),
      );
    });
  });
}

function addDescribe(job: Command): void {
  const command = job
    .command('describe')
    .description('say how a job stands and where its files are')
    .argument('<name>', 'name of the job')
    .addHelpText('after', examples({ 'gtkit job describe my-job --json': 'prints everything as JSON' }));
  addAccountOptions(command).action(async (name: string, _options: unknown, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { describeJob } = await import('#scripts/labeling-job.ts');
      const { readFailures } = await import('#scripts/read-failures.ts');
      const details = await describeJob(clients, name);
      print({ ...details, failures: await readFailures(clients, details) }, wordsOf);
    });
  });
}

function addWatch(job: Command): void {
  const command = job
    .command('watch')
    .description('follow a job until it has ended; fails when the job failed or an object did')
    .argument('<name>', 'name of the job')
    .addHelpText(
      'after',
      examples({ 'gtkit job watch my-job': 'draws a bar until the last object is done' }),
    );
  addAccountOptions(command).action(async (name: string, _options: unknown, self: Command) => {
    await runWithAccount(self, async (clients, { print, onProgress, signal }) => {
      const { describeJob, watchJob, hasEnded } = await import('#scripts/labeling-job.ts');
      const { readFailures } = await import('#scripts/read-failures.ts');
      const details = clients.dryRun
        ? await describeJob(clients, name)
        : await watchJob(clients, name, { onProgress, signal });
      // After Ctrl-C no further request is begun.
      const failures = signal.aborted ? [] : await readFailures(clients, details);
      const ended = { ...details, failures };
      print(ended, wordsOf);
      // Ctrl-C while the job goes on is no failure of the job, but the question was not answered either.
      if (clients.dryRun) return;
      if (!hasEnded(ended) || ended.status !== 'Completed' || ended.failed > 0) process.exitCode = 1;
    });
  });
}

function addStop(job: Command): void {
  const command = job
    .command('stop')
    .description('stop a job; its labels so far are kept, and it cannot go on')
    .argument('<name>', 'name of the job')
    .addHelpText('after', examples({ 'gtkit job stop my-job': 'open tasks are withdrawn from the workers' }));
  addAccountOptions(command).action(async (name: string, _options: unknown, self: Command) => {
    await runWithAccount(self, async (clients, { print }) => {
      const { stopJob, describeJob, hasEnded } = await import('#scripts/labeling-job.ts');
      const before = await describeJob(clients, name);
      // Stopping twice is what a second run after Ctrl-C does.
      if (hasEnded(before)) return print(before, ({ status }) => `${name} has ended already: ${status}.`);
      await stopJob(clients, name);
      print(await describeJob(clients, name), ({ status }) => `${name} is ${status}.`);
    });
  });
}

function lineOf(job: JobState): string {
  const total = job.labeled + job.failed + job.unlabeled;
  const failed = job.failed > 0 ? `, ${job.failed} failed` : '';
  return `${job.status.padEnd(12)} ${`${job.labeled} of ${total}`.padStart(14)}  ${job.name}${failed}`;
}

function wordsOf(job: JobDetails & { failures: FailedObject[] }): string {
  const rows: [string, string | undefined][] = [
    ['job', job.name],
    ['title', job.title],
    ['status', job.status],
    ['reason', job.failureReason],
    ['labeled', `${job.labeled} of ${job.labeled + job.failed + job.unlabeled}`],
    ['failed', String(job.failed)],
    ['workers per object', String(job.workersPerObject)],
    ['label attribute', job.labelAttributeName],
    ['created', job.createdAt],
    ['manifest', job.manifest],
    ['template', job.template],
    ['output', job.outputManifest ?? job.outputPath],
    ['arn', job.arn],
  ];
  const failures = reasonsOf(job.failures);
  const more = Math.max(0, failures.length - SHOWN);
  return [
    ...rows
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => `${name.padEnd(20)}${value}`),
    ...(failures.length > 0 ? ['', 'Objects that failed:', ...failures.slice(0, SHOWN)] : []),
    ...(more > 0 ? [`  ... and ${more} more; --json prints all.`] : []),
  ].join('\n');
}

/** One line a reason, because a job's objects mostly fail for the same one; a few objects are named. */
function reasonsOf(failures: readonly FailedObject[]): string[] {
  const named = 3;
  const groups = Map.groupBy(failures, ({ reason }) => reason);
  return [...groups].map(([reason, objects]) => {
    const names = objects.slice(0, named).map(({ sourceRef }) => sourceRef);
    const rest = objects.length > named ? ` and ${objects.length - named} more` : '';
    return `  ${names.join(', ')}${rest}: ${reason}`;
  });
}
