import { setTimeout as wait } from 'node:timers/promises';
import { isTransientFailure } from './aws-error.ts';

/** Repeats work while the server cannot be reached or stumbles, such as during its restart, for at most `patienceMs`. */
export async function withPatience<T>(
  work: () => Promise<T>,
  { patienceMs = 60_000, signal }: { patienceMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  const giveUpAt = Date.now() + patienceMs;
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2000)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransientFailure(error) || Date.now() > giveUpAt || signal?.aborted) throw error;
    }
    await wait(pauseMs, undefined, signal ? { signal } : {});
  }
}
