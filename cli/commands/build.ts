import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { formatBytes } from '../format-bytes.ts';
import { runCommand } from '../run-command.ts';

export function addBuildCommand(program: Command): void {
  program
    .command('build')
    .description('build the templates, the Lambdas and the pages that the server shows')
    .option('--out <folder>', 'where the files go', 'dist')
    .addHelpText(
      'after',
      examples({
        'gtkit build': 'makes dist/templates, dist/lambdas and dist/assets',
        'gtkit build --json': 'the same, and prints every file with its size as JSON',
      }),
    )
    .action(async (options: { out: string }, command: Command) => {
      await runCommand(command, async ({ onProgress, print }) => {
        const { build } = await import('#scripts/build.ts');
        const built = await build({
          outDir: options.out,
          onProgress: (text) => onProgress({ kind: 'step', text }),
        });
        print(built, ({ files, wallMs }) =>
          [
            ...files.map(
              ({ file, bytes, gzipBytes }) =>
                `${formatBytes(bytes).padStart(9)} ${formatBytes(gzipBytes).padStart(9)} gzip  ${file}`,
            ),
            `Built in ${(wallMs / 1000).toFixed(1)} s.`,
          ].join('\n'),
        );
      });
    });
}
