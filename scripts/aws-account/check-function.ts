import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { withAwsErrors } from '../aws-error.ts';
import { isOwnGroundTruth } from '../connection.ts';
import type { Clients } from '../local-clients.ts';
import { builtInName } from './built-in-accounts.ts';
import { type DoctorCheck, failure, ok, warning } from './doctor-check.ts';
import { findFunction } from './find-function.ts';
import { policiesAgainst } from './policy-names.ts';

/** Whether an annotation function is there, can run, and may be invoked under AWS's managed policies. */
export async function checkFunction(
  clients: Clients,
  what: string,
  nameOrArn: string | undefined,
): Promise<DoctorCheck> {
  if (nameOrArn === undefined) return ok(what, 'None, which Ground Truth allows: data passes as it is.');
  const builtIn = builtInName(nameOrArn);
  if (builtIn !== undefined) return ok(what, `${builtIn} is AWS's own.`);
  const arn = await findFunction(clients, nameOrArn);
  const info = await withAwsErrors(clients.connection, () =>
    clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: arn })),
  );
  const name = info.FunctionName ?? nameOrArn;
  if (info.State === 'Failed' || info.State === 'Inactive') {
    return failure(
      what,
      `${name} is ${info.State}: ${info.StateReason ?? 'no reason is given'}.`,
      'Deploy it again.',
    );
  }
  const against = policiesAgainst(name);
  if (against.length > 0 && !isOwnGroundTruth(clients.connection)) {
    return warning(
      what,
      `${name}: ${against.join(' and ')} let a job invoke only functions with certain names, and not this.`,
      'Put "LabelingFunction" into its name, or allow it by name in the role ("gtkit role" does).',
    );
  }
  return ok(what, `${name}, ${info.Runtime}`);
}
