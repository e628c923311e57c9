import { type Command, Option } from 'commander';
import { parseJson } from '#contracts/parse.ts';
import type { ConsolidationTask } from '#scripts/consolidate.ts';
import { addConnectionOptions, withClients } from '../connection-options.ts';
import { examples } from '../examples.ts';
import { runCommand } from '../run-command.ts';

interface ConsolidateOptions {
  task: ConsolidationTask;
  method?: string;
  settings?: string;
  attribute: string;
}

export function addConsolidateCommand(program: Command): void {
  const command = program
    .command('consolidate')
    .description("merge the workers' answers of a payload file, without any job")
    .argument('<payload>', 'a JSON file as the post-annotation Lambda gets it')
    .addOption(
      new Option('--task <task>', 'what the workers answered')
        .choices(['keypoint', 'bounding-box', 'classification'])
        .makeOptionMandatory(),
    )
    .option('--method <name>', "name in the task's registry of methods (default: the task's own)")
    .option('--settings <file>', "the function's settings as JSON, as in GTKIT_SETTINGS")
    .option('--attribute <name>', 'name of the label attribute', 'label')
    .addHelpText(
      'after',
      examples({
        'gtkit consolidate --task keypoint payload.json':
          'prints what the Lambda would return, one object a line',
        'gtkit consolidate --task classification --method majority --json payload.json':
          'the same with a method of your choice',
      }),
    );
  addConnectionOptions(command).action(async (file: string, options: ConsolidateOptions, self: Command) => {
    await runCommand(self, async ({ print, onProgress }) => {
      const { consolidatePayload } = await import('#scripts/consolidate.ts');
      const { readText } = await import('#scripts/read-text.ts');
      const readJson = async (path: string, what: string) =>
        parseJson(await readText(path), what, { file: path });
      const response = await consolidatePayload({
        task: options.task,
        method: options.method,
        payload: await readJson(file, 'payload'),
        settings: options.settings === undefined ? {} : await readJson(options.settings, 'settings file'),
        labelAttributeName: options.attribute,
        // Large answers are left in the bucket, and only their address is in the payload.
        readText: (uri) => withClients(self, (clients) => readText(uri, clients)),
        log: (text) => onProgress({ kind: 'step', text }),
      });
      print(response, (objects) =>
        objects.length === 0 ? '[]' : `[\n${objects.map((object) => JSON.stringify(object)).join(',\n')}\n]`,
      );
    });
  });
}
