import { createProgram } from './program.ts';
import { exitCodes, reportError } from './report-error.ts';

/** Runs one command line, such as `['job', 'list']`, and returns the exit code. Never throws. */
export async function main(parameters: string[]): Promise<number> {
  try {
    await createProgram().parseAsync(parameters, { from: 'user' });
    // A command that ran but did not reach what was asked (a failed object) sets the code itself.
    return Number(process.exitCode ?? exitCodes.ok);
  } catch (error) {
    return reportError(error);
  }
}
