import { CommanderError } from 'commander';
import { describePlace, GroundTruthError } from '#contracts/ground-truth-error.ts';
import { messageOf } from '#contracts/message-of.ts';

/** What the process ends with: done, failed, or called in a way that cannot work. */
export const exitCodes = { ok: 0, failure: 1, usage: 2 } as const;

/**
 * Prints an error as one sentence on standard error, never as a stack unless DEBUG is set, and says which
 * exit code it deserves.
 */
export function reportError(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed its sentence already; asking for help is not an error.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  if (error instanceof GroundTruthError) {
    const place = describePlace(error.where);
    // A message often names its own place; saying it twice helps nobody.
    const known = Object.values(error.where).every((part) => error.message.includes(String(part)));
    process.stderr.write(`${known ? error.message : `${error.message} (${place})`}\n`);
    if (process.env['DEBUG'] && error.stack) process.stderr.write(`${error.stack}\n`);
    const isArgument = error.code === 'invalid-argument' && error.where.file === undefined;
    return isArgument ? exitCodes.usage : exitCodes.failure;
  }
  const message = messageOf(error);
  process.stderr.write(`Something went wrong that was not foreseen: ${message}\n`);
  if (process.env['DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  else process.stderr.write('Run again with DEBUG=1 to see where.\n');
  return exitCodes.failure;
}
