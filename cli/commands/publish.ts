import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { addDeploymentOptions, runWithDeployment } from '../with-deployment.ts';

interface PublishOptions {
  name: string;
  author: string;
  semanticVersion?: string;
  bucket?: string;
  share?: string[];
}

const collect = (value: string, all: string[] = []) => [...all, value];

export function addPublishCommand(program: Command): void {
  const command = program
    .command('publish')
    .description('publish our functions to the Serverless Application Repository, private unless shared')
    .option('--name <name>', 'name of the application', 'ground-truth-kit')
    .option('--author <name>', 'who publishes it', 'ground-truth-kit')
    .option('--semantic-version <version>', 'such as 1.2.3 (default: that of this package)')
    .option('--bucket <name>', 'for the code (default: that of "gtkit deploy")')
    .option('--share <account>', 'account that may deploy it; may be repeated', collect)
    .addHelpText(
      'after',
      examples({
        'gtkit publish --aws --author "Lab of Ann"': 'publishes this version for your own account',
        'gtkit publish --aws --share 111122223333': 'and lets another account deploy it',
      }),
    );
  addDeploymentOptions(command).action(async (options: PublishOptions, self: Command) => {
    await runWithDeployment(self, async (clients, { ask, print, onProgress }) => {
      const { publishApplication } = await import('#scripts/deploy/publish-application.ts');
      const { share = [], ...rest } = options;
      // A published version stays as it is for ever.
      if (
        !(await ask(
          `Publish ${options.name}, ${share.length === 0 ? 'private' : `shared with ${share.join(', ')}`}?`,
        ))
      ) {
        process.exitCode = 1;
        return;
      }
      const published = await publishApplication(clients, {
        ...rest,
        shareWith: share,
        confirm: ask,
        onProgress,
      });
      print(published, ({ applicationId, semanticVersion, sharedWith }) =>
        [
          `Published ${applicationId}, version ${semanticVersion}.`,
          sharedWith.length === 0
            ? 'It is private: only this account can deploy it.'
            : `${sharedWith.join(', ')} may deploy it as well.`,
        ].join('\n'),
      );
    });
  });
}
