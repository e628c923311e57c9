import { vi } from 'vitest';
import { main } from '../main.ts';

/** How a command ended, and what it said. */
export interface Ended {
  code: number;
  out: string;
  err: string;
}

/**
 * Runs one line in this process, as a shell would run it in its own: much quicker, and all that is left out is
 * the start of Node.
 * @param listen hears what the command has said on standard error so far
 */
export async function runLine(
  words: readonly string[],
  listen: (err: string) => void = () => {},
): Promise<Ended> {
  let out = '';
  let err = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    listen(err);
    return true;
  });
  process.exitCode = undefined;
  try {
    return { code: await main([...words]), out, err };
  } finally {
    process.exitCode = undefined;
    stdout.mockRestore();
    stderr.mockRestore();
  }
}
