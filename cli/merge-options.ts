import { type Command, Option } from 'commander';
import { parseJson } from '#contracts/parse.ts';
import type { ConsolidationTask } from '#scripts/consolidate.ts';

/** How answers are merged, as the command line says it. */
export interface MergeOptions {
  task?: ConsolidationTask;
  method?: string;
  settings?: string;
}

/** Adds --task, --method and --settings to a command that merges answers. */
export function addMergeOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--task <task>',
        'what the workers answered (default: seen in the answers of a job)',
      ).choices(['keypoint', 'bounding-box', 'classification']),
    )
    .option('--method <name>', "name in the task's registry of methods (default: the task's own)")
    .option('--settings <file>', "the function's settings as JSON, as in GTKIT_SETTINGS");
}

/**
 * The function's settings from the file that --settings names; none without it.
 * @throws {GroundTruthError} `not-found` or `invalid-json` with the file
 */
export async function readSettings({ settings: file }: MergeOptions): Promise<unknown> {
  if (file === undefined) return {};
  const { readText } = await import('#scripts/read-text.ts');
  return parseJson(await readText(file), 'settings file', { file });
}
