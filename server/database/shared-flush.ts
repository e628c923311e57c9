import { type FileHandle, open } from 'node:fs/promises';

/** Waits until everything that was committed before the call is on the disk, not only with the system. */
export type Flush = () => Promise<void>;

/**
 * Makes a flush of a file that many callers share: while one is under way, all who come wait for the next.
 * It runs off the main thread, so ten workers who submit at once cost one wait for the disk, and nobody else's.
 */
export function createSharedFlush(file: string): { flush: Flush; close(): Promise<void> } {
  let handle: Promise<FileHandle> | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function run(): Promise<void> {
    handle ??= open(file, 'r+');
    await (await handle).datasync();
  }

  function flush(): Promise<void> {
    if (running === undefined) {
      running = run().finally(() => {
        running = undefined;
      });
      return running;
    }
    // What is under way may have begun before the caller's commit.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return flush();
      });
    return next;
  }

  return {
    flush,
    async close() {
      await running?.catch(() => undefined);
      await (await handle)?.close();
    },
  };
}
