import type { Command } from 'commander';
import type { JobDetails, JobState } from '#scripts/labeling-job.ts';
import type { FailedObject } from '#scripts/read-failures.ts';
import { addConnectionOptions, withClients } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { runCommand } from '../run-command.ts';

/** Failed objects that are printed for people. */
const SHOWN = 20;

export function addJobCommand(program: Command): void {
  const job = program.command('job').description('create, list, describe, watch and stop labeling jobs');
  addCreate(job);
  addList(job);
  addDescribe(job);
  addWatch(job);
  addStop(job);
}

function addCreate(job: Command): void {
  const command = job
    .command('create')
    .description('create a labeling job from a JSON file, the request of CreateLabelingJob')
    .argument('<file>', 'the job as JSON, as the AWS CLI takes it with --cli-input-json')
    .addHelpText(
      'after',
      `\nA function or a work team may be given by its name, a manifest or a template as a file beside the job file.\n${examples(
        { 'gtkit job create job.json': 'creates the job and prints its ARN' },
      )}`,
    );
  addConnectionOptions(command).action(async (file: string, _options: unknown, self: Command) => {
    await runCommand(self, async ({ print }) => {
      const { readJobConfig } = await import('#scripts/job-config.ts');
      const config = await readJobConfig(file);
      const { createLabelingJob } = await import('#scripts/create-labeling-job.ts');
      const arn = await withClients(self, (clients) => createLabelingJob(clients, config, file));
      print({ name: config.LabelingJobName, arn }, (created) => `Created ${created.name}: ${created.arn}`);
    });
  });
}

function addList(job: Command): void {
  const command = job
    .command('list')
    .description('list every job, newest first')
    .addHelpText('after', examples({ 'gtkit job list': 'one line a job: status, counts, name' }));
  addConnectionOptions(command).action(async (_options: unknown, self: Command) => {
    await runCommand(self, async ({ print }) => {
      const { listJobs } = await import('#scripts/labeling-job.ts');
      const jobs = await withClients(self, listJobs);
      print(jobs, (all) => (all.length === 0 ? 'There is no job yet.' : all.map(lineOf).join('\n')));
    });
  });
}

function addDescribe(job: Command): void {
  const command = job
    .command('describe')
    .description('say how a job stands and where its files are')
    .argument('<name>', 'name of the job')
    .addHelpText('after', examples({ 'gtkit job describe my-job --json': 'prints everything as JSON' }));
  addConnectionOptions(command).action(async (name: string, _options: unknown, self: Command) => {
    await runCommand(self, async ({ print }) => {
      const { describeJob } = await import('#scripts/labeling-job.ts');
      const { readFailures } = await import('#scripts/read-failures.ts');
      const described = await withClients(self, async (clients) => {
        const details = await describeJob(clients, name);
        return { ...details, failures: await readFailures(clients, details) };
      });
      print(described, wordsOf);
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
  addConnectionOptions(command).action(async (name: string, _options: unknown, self: Command) => {
    await runCommand(self, async ({ print, onProgress, signal }) => {
      const { watchJob, hasEnded } = await import('#scripts/labeling-job.ts');
      const { readFailures } = await import('#scripts/read-failures.ts');
      const ended = await withClients(self, async (clients) => {
        const details = await watchJob(clients, name, { onProgress, signal });
        return { ...details, failures: await readFailures(clients, details) };
      });
      print(ended, wordsOf);
      // Ctrl-C while the job goes on is no failure of the job, but the question was not answered either.
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
  addConnectionOptions(command).action(async (name: string, _options: unknown, self: Command) => {
    await runCommand(self, async ({ print }) => {
      const { stopJob, describeJob } = await import('#scripts/labeling-job.ts');
      const state = await withClients(self, async (clients) => {
        await stopJob(clients, name);
        return describeJob(clients, name);
      });
      print(state, ({ status }) => `${name} is ${status}.`);
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
  const failures = job.failures.slice(0, SHOWN).map((object) => `  ${object.sourceRef}: ${object.reason}`);
  const more = job.failures.length - failures.length;
  return [
    ...rows
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => `${name.padEnd(20)}${value}`),
    ...(failures.length > 0 ? ['', 'Objects that failed:', ...failures] : []),
    ...(more > 0 ? [`  ... and ${more} more; --json prints all.`] : []),
  ].join('\n');
}
