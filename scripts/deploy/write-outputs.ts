import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Stack } from '@aws-sdk/client-cloudformation';
import { DeploymentOutputs } from '#contracts/deployment-outputs.ts';
import { parseContract } from '#contracts/parse.ts';
import { outputNames } from '#infra/describe-stack.ts';

/** The outputs of our own stack, under the names that job configs use. */
export function readStackOutputs(stack: Stack | undefined): Record<string, string> {
  const named = (stack?.Outputs ?? []).flatMap(({ OutputKey = '', OutputValue = '' }) => {
    const name = outputNames[OutputKey];
    // A prefix that is a parameter keeps its slash in the template.
    const value = name === 'outputPath' ? OutputValue.replace(/\/$/, '') : OutputValue;
    return name === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(named);
}

/** A template's name as that of an output: `keypoint-pose.es` gives `keypointPoseEsTemplate`. */
export const templateOutputName = (template: string) =>
  `${template.replace(/[-.](\w)/g, (_, letter: string) => letter.toUpperCase())}Template`;

/** Checks the outputs and writes them, in one step, so that no reader finds half of them. */
export async function writeOutputs(file: string, values: unknown): Promise<DeploymentOutputs> {
  const outputs = parseContract(DeploymentOutputs, values, "stack's outputs", { file });
  await writeFile(`${file}.part`, `${JSON.stringify(outputs, null, 2)}\n`);
  await rename(`${file}.part`, file);
  return outputs;
}

/**
 * Writes the functions of AWS's recipe. Beside a deployment of ours in the same account and region, whose bucket
 * and templates a job may still want, only the functions and the role are theirs from then on.
 */
export async function writeRecipeOutputs(
  file: string,
  values: { stack: string; region: string; accountId: string } & Record<string, unknown>,
): Promise<DeploymentOutputs> {
  const found = await readWritten(file);
  const isBeside =
    found?.['keypointPreLambdaArn'] !== undefined &&
    found['accountId'] === values.accountId &&
    found['region'] === values.region &&
    found['stack'] !== values.stack;
  if (!found || !isBeside) return writeOutputs(file, values);
  // A role that was made for our functions may not invoke these.
  const { roleArn: _, ...kept } = found;
  return writeOutputs(file, { ...kept, ...values, stack: found['stack'], recipeStack: values.stack });
}

/** Removes the outputs of a stack that is gone; those of another stay. Returns whether the file is gone. */
export async function removeOutputs(file: string, stackName: string): Promise<boolean> {
  const found = await readWritten(file);
  if (found === undefined) return false;
  const { recipeStack, ...values } = found;
  if (recipeStack === stackName) {
    const { keypointPreLambdaArn: preLambdaArn, keypointPostLambdaArn: postLambdaArn } = values;
    await writeOutputs(file, { ...values, preLambdaArn, postLambdaArn });
    return false;
  }
  if (values['stack'] !== stackName) return false;
  if (recipeStack === undefined) {
    await rm(file);
    return true;
  }
  const { region, accountId, preLambdaArn, postLambdaArn } = values;
  await writeOutputs(file, { stack: recipeStack, region, accountId, preLambdaArn, postLambdaArn });
  return false;
}

/** What an earlier deployment wrote; undefined when there is no such file, or when it is something else. */
async function readWritten(file: string): Promise<Record<string, string> | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    const read = DeploymentOutputs.safeParse(JSON.parse(text));
    return read.success ? (read.data as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}
