import type { Command } from 'commander';
import type { DistanceScore } from '#scripts/score-keypoints.ts';
import type { StartReport } from '#scripts/start.ts';
import { aborted } from '../aborted.ts';
import { examples } from '../examples.ts';
import { wholeNumber } from '../parse-number.ts';
import { runCommand } from '../run-command.ts';

interface StartOptions {
  once?: boolean;
  port?: number;
  data: string;
}

export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('run a whole labeling job on real images, then leave one open for you')
    .option('--once', 'stop after the first job; fails when an object failed')
    .option(
      '--port <number>',
      'port to listen on (default: 4100, or the next free one)',
      wholeNumber(0, 65_535),
    )
    .option('--data <folder>', 'where jobs, answers and objects are kept', 'data')
    .addHelpText(
      'after',
      examples({
        'npm start': 'five simulated workers label the cats; the boats are left for you',
        'npm start -- --once --json': 'ends after the cats and prints the report as JSON',
      }),
    )
    .action(async (options: StartOptions, self: Command) => {
      await runCommand(self, async ({ print, onProgress, signal }) => {
        const { start } = await import('#scripts/start.ts');
        const started = await start({
          dataDir: options.data,
          once: options.once === true,
          onProgress,
          signal,
          ...(options.port === undefined ? {} : { port: options.port }),
        });
        try {
          if (started.report) {
            print(started.report, wordsOf);
            if (started.report.failed > 0 || started.report.status !== 'Completed') process.exitCode = 1;
          }
          if (!options.once) await aborted(signal);
        } finally {
          await started.close();
        }
        if (signal.aborted && !started.report) process.exitCode = 130;
      });
    });
}

function wordsOf(report: StartReport): string {
  const width = Math.max(8, ...report.keypoints.map(({ name }) => name.length));
  const px = (value: number | null) => (value === null ? '-' : value.toFixed(1)).padStart(8);
  const row = (name: string, { median, worst, n, missed }: DistanceScore) =>
    `  ${name.padEnd(width)}${px(median)}${px(worst)}${String(n).padStart(8)}${String(missed).padStart(8)}`;
  return [
    '',
    `${report.labeled} labeled, ${report.failed} failed, in ${(report.wallMs / 1000).toFixed(1)} s (${report.answers} answers, ${report.tasksPerSecond} tasks/s)`,
    ...report.failures.map(({ sourceRef, reason }) => `  ${sourceRef}: ${reason}`),
    '',
    'Distance from the truth, in image pixels:',
    `  ${'keypoint'.padEnd(width)}  median   worst  points  missed`,
    ...report.keypoints.map((entry) => row(entry.name, entry)),
    row('overall', report.overall),
    row('visible', report.visible),
    '',
    `Output manifest  ${report.outputManifest.file}`,
    `                 ${report.outputManifest.uri}`,
    `Contact sheet    ${report.contactSheet}`,
    ...(report.open
      ? [
          '',
          `A job is open for you: ${report.open.job}`,
          `Label it at ${report.open.portal}`,
          'Ctrl-C ends everything; nothing is lost.',
        ]
      : []),
  ].join('\n');
}
