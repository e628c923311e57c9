import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { LambdaSettings, SETTINGS_VARIABLE } from '#contracts/lambda-settings.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { checkSkeleton } from '#contracts/skeleton.ts';

/**
 * The function's settings from its environment; nothing is set without the variable.
 * @throws {GroundTruthError} `invalid-argument` that names the variable, so that the job's failure reason does
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): LambdaSettings {
  const text = environment[SETTINGS_VARIABLE];
  if (text === undefined || text.trim() === '') return {};
  const what = `environment variable ${SETTINGS_VARIABLE}`;
  const settings = parseContract(
    LambdaSettings,
    parseJson(text, what),
    what,
    { file: SETTINGS_VARIABLE },
    'invalid-argument',
  );
  const contradiction = settings.skeleton && checkSkeleton(settings.skeleton);
  if (contradiction) {
    throw new GroundTruthError('invalid-argument', `The skeleton in ${SETTINGS_VARIABLE}: ${contradiction}.`);
  }
  return settings;
}
