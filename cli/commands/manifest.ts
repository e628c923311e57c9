import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract } from '#contracts/parse.ts';
import { Placement } from '#contracts/task-input.ts';
import type { AccountClients } from '#scripts/aws-account/account-clients.ts';
import { withClients } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { type CommandRun, runCommand } from '../run-command.ts';
import { addAccountOptions, runWithAccount } from '../with-account.ts';

/** Problems that are printed for people; a file that is no manifest at all has one on every line. */
const SHOWN = 20;

interface ManifestOptions {
  check?: string;
  images?: boolean;
  output?: string;
  to?: string;
  skeleton?: string;
  labels?: string[];
  placement?: string;
  extreme?: boolean;
  header?: string;
  metadata?: string;
}

export function addManifestCommand(program: Command): void {
  const command = program
    .command('manifest')
    .description('make an input manifest from a folder or a bucket, or check one')
    .argument('[source]', 'a folder of images, or an s3:// prefix under which they are')
    .option('--output <place>', 'where to write it: a file or an s3:// address (default: <source>.manifest)')
    .option('--to <prefix>', 'where the images of a folder go (default: s3://ground-truth-kit/<folder>)')
    .option('--skeleton <name|file>', 'put a keypoint skeleton on every line')
    .option('--labels <a,b>', 'put the labels of a box job on every line', readList)
    .option('--placement <box|click>', 'on every line: animals begin as a rest pose in a box, or by clicks')
    .option('--extreme', 'on every line: boxes begin as four clicks')
    .option('--header <sentence>', 'put a sentence above every image')
    .option('--metadata <file>', 'CSV or JSON with what is known of each image, kept on its line')
    .option('--check <file>', 'check a manifest, a file or an s3:// address, and name every bad line')
    .option('--images', 'with --check: also ask the bucket for every image')
    .addHelpText(
      'after',
      examples({
        'gtkit manifest photos --skeleton cat-side-view': 'uploads the images and writes photos.manifest',
        'gtkit manifest s3://my-bucket/frames/ --labels boat,person --output frames.manifest':
          'lists what is in the bucket already',
        'gtkit manifest --check frames.manifest': 'prints every bad line with its number and the reason',
      }),
    );
  addAccountOptions(command).action(
    async (source: string | undefined, options: ManifestOptions, self: Command) => {
      if ((source === undefined) === (options.check === undefined)) {
        throw new GroundTruthError(
          'invalid-argument',
          'Say either a folder or s3:// prefix to make a manifest from, or --check with a manifest.',
        );
      }
      if (source === undefined) {
        await runCommand(self, (run) => check(options.check ?? '', options, self, run));
      } else await runWithAccount(self, (clients, run) => create(source, options, clients, run));
    },
  );
}

async function create(
  source: string,
  options: ManifestOptions,
  clients: AccountClients,
  run: CommandRun,
): Promise<void> {
  const { createManifest } = await import('#scripts/create-manifest.ts');
  const { readSkeleton } = await import('#scripts/read-skeleton.ts');
  const skeleton = options.skeleton === undefined ? undefined : await readSkeleton(options.skeleton);
  const { readImageMetadata } = await import('#scripts/read-image-metadata.ts');
  const metadata = options.metadata === undefined ? undefined : await readImageMetadata(options.metadata);
  const name = source.startsWith('s3://') ? source.replace(/\/+$/, '') : resolve(source);
  const created = await createManifest({
    clients,
    source,
    output: options.output ?? `${basename(name)}.manifest`,
    onProgress: run.onProgress,
    ...(options.to === undefined ? {} : { to: options.to }),
    ...(skeleton ? { skeleton } : {}),
    ...(options.labels ? { labels: options.labels } : {}),
    ...(options.placement === undefined
      ? {}
      : { placement: parseContract(Placement, options.placement, '--placement', {}, 'invalid-argument') }),
    ...(options.extreme ? { extreme: true } : {}),
    ...(options.header === undefined ? {} : { header: options.header }),
    ...(metadata ? { metadata } : {}),
    dryRun: clients.dryRun,
  });
  run.print(created, ({ output, objects, skipped, otherFiles, withoutMetadata = 0 }) =>
    [
      ...skipped.map(({ file, reason }) => `Left out ${file}: ${reason}`),
      ...(otherFiles > 0 ? [`${otherFiles} ${otherFiles === 1 ? 'file is' : 'files are'} no image.`] : []),
      ...(withoutMetadata > 0
        ? [`${withoutMetadata} of ${objects} images have no row in ${options.metadata}.`]
        : []),
      `${output} has ${objects} ${objects === 1 ? 'object' : 'objects'}.`,
    ].join('\n'),
  );
}

async function check(file: string, options: ManifestOptions, self: Command, run: CommandRun): Promise<void> {
  const { checkManifest } = await import('#scripts/check-manifest.ts');
  const { readText } = await import('#scripts/read-text.ts');
  const checked =
    file.startsWith('s3://') || options.images
      ? await withClients(self, async (clients) => {
          const { findMissingImages } = await import('#scripts/find-missing-images.ts');
          const result = checkManifest(await readText(file, clients), file);
          const missing = options.images
            ? await findMissingImages(clients, result.sources, run.onProgress)
            : [];
          return { objects: result.objects - missing.length, problems: [...result.problems, ...missing] };
        })
      : checkManifest(await readText(file), file);
  const { objects, problems } = checked;
  run.print({ file, objects, problems }, () =>
    [
      ...problems
        .slice(0, SHOWN)
        .map(({ line, reason }) => (line === 0 ? `${file}: ${reason}` : `${file}:${line}: ${reason}`)),
      ...(problems.length > SHOWN ? [`... and ${problems.length - SHOWN} more; --json prints all.`] : []),
      `${objects} ${objects === 1 ? 'object' : 'objects'} can be labeled, ${problems.length} ${
        problems.length === 1 ? 'problem' : 'problems'
      }.`,
    ].join('\n'),
  );
  if (problems.length > 0) process.exitCode = 1;
}

function readList(text: string): string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0 || new Set(items).size !== items.length) {
    throw new GroundTruthError(
      'invalid-argument',
      `Expected different labels between commas, found "${text}".`,
    );
  }
  return items;
}
