import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { withAwsErrors } from '../aws-error.ts';
import { isOwnGroundTruth } from '../connection.ts';
import type { Clients } from '../local-clients.ts';
import { builtInName } from './built-in-accounts.ts';

/**
 * The ARN of a Lambda function given by its ARN or its name. On our own Ground Truth an ARN of AWS finds the
 * function of the same name there, also when CloudFormation put the stack's name around it.
 * @throws {GroundTruthError} `not-found` with the functions that there are
 */
export async function findFunction(clients: Clients, nameOrArn: string): Promise<string> {
  const isArn = nameOrArn.startsWith('arn:');
  const own = isOwnGroundTruth(clients.connection);
  if (isArn && (!own || builtInName(nameOrArn) !== undefined)) return nameOrArn;
  const name = isArn ? (nameOrArn.split(':function:')[1]?.split(':')[0] ?? nameOrArn) : nameOrArn;
  const found = await listFunctions(clients);
  const arn = found.get(name) ?? (own && isArn ? deployedAs(found, name) : undefined);
  if (arn !== undefined) return arn;
  const names = [...found.keys()];
  throw new GroundTruthError(
    'not-found',
    `There is no function ${name}. ${names.length > 0 ? `There are ${names.slice(0, 20).join(', ')}.` : 'There is none at all.'}`,
  );
}

async function listFunctions(clients: Clients): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let Marker: string | undefined;
  do {
    const page = await withAwsErrors(clients.connection, () =>
      clients.lambda.send(new ListFunctionsCommand(Marker ? { Marker } : {})),
    );
    for (const { FunctionName, FunctionArn } of page.Functions ?? [])
      if (FunctionName && FunctionArn) found.set(FunctionName, FunctionArn);
    Marker = page.NextMarker;
  } while (Marker);
  return found;
}

const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Our stack's logical ids are short, because CloudFormation cuts them in the names that it makes. */
const spelledOut = (name: string) =>
  bare(name)
    .replace(/pose(pre|post)/, 'keypoint$1')
    .replace(/box(pre|post)/, 'boundingbox$1');

/** `gtkit-PosePreLabelingFunction-1A2B3C` is `keypoint-pre-LabelingFunction` here. */
function deployedAs(found: ReadonlyMap<string, string>, name: string): string | undefined {
  const matches = [...found].filter(([own]) => spelledOut(name).includes(bare(own)));
  return matches.length === 1 ? matches[0]?.[1] : undefined;
}
