import { type Command, Option } from 'commander';
import { examples } from '../examples.ts';
import { runCommand } from '../run-command.ts';

interface ConsolidateOptions {
  task: string;
  method?: string;
}

export function addConsolidateCommand(program: Command): void {
  program
    .command('consolidate')
    .description("merge the workers' answers of a payload file, without any job")
    .argument('<payload>', 'a JSON file as the post-annotation Lambda gets it')
    .addOption(
      new Option('--task <task>', 'what the workers answered')
        .choices(['keypoint', 'bounding-box', 'classification'])
        .makeOptionMandatory(),
    )
    .option('--method <name>', "name in the task's registry of methods (default: the task's own)")
    .addHelpText(
      'after',
      examples({
        'gtkit consolidate --task keypoint payload.json': 'prints what the Lambda would return',
        'gtkit consolidate --task classification --method majority --json payload.json':
          'the same with a method of your choice',
      }),
    )
    .action(async () => {});
}
