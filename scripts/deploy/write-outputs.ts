import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Stack } from '@aws-sdk/client-cloudformation';
import { DeploymentOutputs } from '#contracts/deployment-outputs.ts';
import { parseContract } from '#contracts/parse.ts';
import { outputNames } from '#infra/describe-stack.ts';

/** The outputs of our own stack, under the names that job configs use. */
export function readStackOutputs(stack: Stack | undefined): Record<string, string> {
  const named = (stack?.Outputs ?? []).flatMap(({ OutputKey = '', OutputValue = '' }) => {
    const name = outputNames[OutputKey];
    return name === undefined ? [] : [[name, OutputValue] as const];
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

/** Removes the outputs of a stack that is gone; those of another stay. Returns whether it did. */
export async function removeOutputs(file: string, stackName: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    if ((JSON.parse(text) as { stack?: unknown }).stack !== stackName) return false;
  } catch {
    return false;
  }
  await rm(file);
  return true;
}
