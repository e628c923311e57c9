import type { Command } from 'commander';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseJson } from '#contracts/parse.ts';
import type { Truth } from '#contracts/truth.ts';
import { addConnectionOptions, withClients } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { addMergeOptions, type MergeOptions, readSettings } from '../merge-options.ts';
import { mergedJobWords } from '../merged-job-words.ts';
import { type CommandRun, runCommand } from '../run-command.ts';

interface ConsolidateOptions extends MergeOptions {
  job?: string;
  gold?: string;
  attribute?: string;
  output?: string;
  overwrite?: boolean;
}

export function addConsolidateCommand(program: Command): void {
  const command = addMergeOptions(
    program
      .command('consolidate')
      .description("merge the workers' answers of a payload file, or of a finished job once more")
      .argument('[payload]', 'a JSON file as the post-annotation Lambda gets it; or --job')
      .option(
        '--job <job>',
        "a finished job's name, the s3:// prefix of its output, or a folder with its output",
      ),
  )
    .option(
      '--gold <file>',
      'known answers of some objects, one {"source-ref", "answer"} a line: they judge workers and confidences',
    )
    .option('--attribute <name>', 'name of the label attribute (default: the job\'s; "label" of a payload)')
    .option('--output <file>', 'where the new manifest goes: a file or an s3:// address (only with --job)')
    .option('--overwrite', 'replace what is at the place of the new manifest, the original too')
    .addHelpText(
      'after',
      `\nA job is merged from its worker-response files, with what all of the job shows of its workers. The new\nmanifest is written beside the original, which stays.\n${examples(
        {
          'gtkit consolidate --task keypoint payload.json':
            'prints what the Lambda would return, one object a line',
          'gtkit consolidate --job my-job':
            "writes output.<method>.manifest beside the job's own, and what changed",
          'gtkit consolidate --job s3://bucket/output/my-job --aws --method em-swap --output new.manifest':
            'a job of AWS, to a file on this machine',
          'gtkit consolidate --job my-job --gold known.jsonl': 'with what you know of some of its objects',
          'gtkit consolidate --job downloaded/my-job --json': 'a folder that "aws s3 sync" left; prints JSON',
        },
      )}`,
    );
  addConnectionOptions(command).action(
    async (file: string | undefined, options: ConsolidateOptions, self: Command) => {
      if ((file === undefined) === (options.job === undefined)) {
        throw new GroundTruthError(
          'invalid-argument',
          'Give either a payload file or --job with a finished job.',
        );
      }
      if (file === undefined) await runCommand(self, (run) => mergeAgain(options, self, run));
      else await runCommand(self, (run) => mergePayload(file, options, self, run));
    },
  );
}

async function mergeAgain(options: ConsolidateOptions, self: Command, run: CommandRun): Promise<void> {
  const { mergeJob } = await import('#scripts/merge-job.ts');
  const settings = await readSettings(options);
  const merged = await withClients(self, (clients) =>
    mergeJob({
      job: options.job ?? '',
      clients,
      task: options.task,
      method: options.method,
      settings,
      gold: options.gold,
      attribute: options.attribute,
      output: options.output,
      overwrite: options.overwrite,
      onProgress: run.onProgress,
      signal: run.signal,
    }),
  );
  run.print(merged, mergedJobWords);
  if (merged.failed > 0) process.exitCode = 1;
}

async function mergePayload(
  file: string,
  options: ConsolidateOptions,
  self: Command,
  { print, onProgress }: CommandRun,
): Promise<void> {
  if (options.task === undefined)
    throw new GroundTruthError(
      'invalid-argument',
      'A payload file needs --task: what did the workers answer?',
    );
  if (options.output !== undefined)
    throw new GroundTruthError('invalid-argument', '--output goes with --job; a payload is printed.');
  const { consolidatePayload } = await import('#scripts/consolidate.ts');
  const { readText } = await import('#scripts/read-text.ts');
  const settings = await readSettings(options);
  const gold = options.gold ?? (settings as { gold?: string } | null)?.gold;
  const response = await consolidatePayload({
    task: options.task,
    method: options.method,
    payload: parseJson(await readText(file), 'payload', { file }),
    settings,
    truth: gold === undefined ? undefined : await readGold(gold, self),
    labelAttributeName: options.attribute ?? 'label',
    // Large answers are left in the bucket, and only their address is in the payload.
    readText: (uri) => withClients(self, (clients) => readText(uri, clients)),
    log: (text) => onProgress({ kind: 'step', text }),
  });
  print(response, (objects) =>
    objects.length === 0 ? '[]' : `[\n${objects.map((object) => JSON.stringify(object)).join(',\n')}\n]`,
  );
}

async function readGold(place: string, self: Command): Promise<Truth> {
  const { readTruth } = await import('#scripts/read-truth.ts');
  return place.startsWith('s3://')
    ? withClients(self, (clients) => readTruth(place, clients))
    : readTruth(place);
}
