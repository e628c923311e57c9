import type { Command } from 'commander';
import { aborted } from '../aborted.ts';
import { examples } from '../examples.ts';
import { wholeNumber } from '../parse-number.ts';
import { runCommand } from '../run-command.ts';

interface UpOptions {
  port?: number;
  data: string;
}

export function addUpCommand(program: Command): void {
  program
    .command('up')
    .description('run a Ground Truth of your own: SageMaker labeling API, S3, Lambdas and worker portal')
    .option(
      '--port <number>',
      'port to listen on (default: 4100, or the next free one)',
      wholeNumber(0, 65_535),
    )
    .option('--data <folder>', 'where jobs, answers and objects are kept', 'data')
    .addHelpText(
      'after',
      examples({
        'gtkit up': 'starts and stays up; Ctrl-C ends it, and nothing is lost',
        'AWS_ENDPOINT_URL=http://127.0.0.1:4100 aws sagemaker list-labeling-jobs':
          'the AWS CLI talks to it (credentials test/test, region us-east-1)',
      }),
    )
    .action(async (options: UpOptions, self: Command) => {
      await runCommand(self, async ({ print, onProgress, signal }) => {
        const { up } = await import('#scripts/up.ts');
        const server = await up({
          dataDir: options.data,
          onProgress,
          log: (text) => onProgress({ kind: 'step', text }),
          ...(options.port === undefined ? {} : { port: options.port }),
        });
        print(server.address, (address) =>
          [
            `Ground Truth is up at ${address.url}, its data in ${address.dataDir}`,
            `Worker portal: ${address.url}/portal`,
            `AWS tools:     --endpoint-url ${address.url}  (credentials test/test, region ${address.region})`,
            'Ctrl-C ends it.',
          ].join('\n'),
        );
        await aborted(signal);
        await server.close();
      });
    });
}
