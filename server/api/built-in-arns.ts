import { OperationError } from './aws-error.ts';

/** Ground Truth's own functions: PRE- and ACS-, in an account of AWS's per region. */
const builtIn = /:function:((?:PRE|ACS)-[A-Za-z0-9]+)$/;

const emulated = ['PRE-PassThrough', 'ACS-PassThrough'];

/**
 * Refuses built-in functions that this server does not have.
 * @throws {OperationError} `ValidationException` that says which there are
 */
export function checkBuiltIn(arn: string | undefined): void {
  const name = builtIn.exec(arn ?? '')?.[1];
  if (name === undefined || emulated.includes(name)) return;
  throw new OperationError(
    'ValidationException',
    `The built-in function ${name} is not emulated here. Emulated are ${emulated.join(' and ')}; or give the ARN of a function of your own.`,
  );
}
