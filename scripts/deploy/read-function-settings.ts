import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract } from '#contracts/parse.ts';
import type { FunctionSettings } from '#infra/describe-stack.ts';
import { readConfigFile } from '../aws-account/read-config-file.ts';

const Settings = z.strictObject({
  keypoint: z.optional(LambdaSettings),
  'bounding-box': z.optional(LambdaSettings),
  classification: z.optional(LambdaSettings),
});

/** Lambda's limit for all environment variables of a function, in bytes. */
const MAX_ENVIRONMENT = 4096;

/** Reads the settings of deployed functions. @throws {GroundTruthError} with the file and the field */
export async function readFunctionSettings(file: string): Promise<FunctionSettings> {
  const value = await readConfigFile(file, 'settings file');
  const settings = parseContract(Settings, value, 'settings file', { file });
  for (const [task, entry] of Object.entries(settings)) {
    const bytes = Buffer.byteLength(JSON.stringify(entry ?? {}));
    if (bytes <= MAX_ENVIRONMENT - 64) continue;
    throw new GroundTruthError(
      'limit-exceeded',
      `The settings of ${task} have ${bytes} bytes, and a function's environment holds ${MAX_ENVIRONMENT}. Put a large skeleton into the manifest's lines instead.`,
      { where: { file } },
    );
  }
  return settings;
}
