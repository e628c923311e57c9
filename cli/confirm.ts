import { createInterface } from 'node:readline/promises';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/**
 * Asks a yes-or-no question on the terminal. Without a terminal nobody can answer, so nothing happens.
 * @throws {GroundTruthError} `conflict` unless the answer is yes
 */
export async function confirm(question: string, signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new GroundTruthError(
      'conflict',
      `${question} Nothing was sent; say --yes to go on without being asked.`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw new GroundTruthError('conflict', 'Nothing was sent.');
}
