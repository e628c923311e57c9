import type { Command } from 'commander';
import type { OnProgress } from '#scripts/progress.ts';
import { createProgressDisplay } from './progress-display.ts';

export interface CommandRun {
  json: boolean;
  onProgress: OnProgress;
  /** Prints the result: `value` as JSON with --json, else the lines that `words` makes of it. */
  print<T>(value: T, words: (value: T) => string): void;
  /** Aborted by Ctrl-C or a polite kill. A second Ctrl-C ends the process at once. */
  signal: AbortSignal;
}

/** Runs one command's work with progress on standard error and the result on standard output. */
export async function runCommand(command: Command, work: (run: CommandRun) => Promise<void>): Promise<void> {
  const json = command.optsWithGlobals<{ json?: boolean }>().json === true;
  const display = createProgressDisplay();
  const abort = new AbortController();
  const stop = () => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await work({
      json,
      onProgress: display.onProgress,
      signal: abort.signal,
      print(value, words) {
        display.close();
        process.stdout.write(`${json ? JSON.stringify(value, null, 2) : words(value)}\n`);
      },
    });
  } finally {
    display.close();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
