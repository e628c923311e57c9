import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

export interface ClaimedFolder {
  /** Leaves the server's address for whoever finds the folder taken. */
  announce(url: string): void;
  release(): void;
}

/** Locks of this process: one that is collected as garbage would let its folder go. */
const held = new Set<DatabaseSync>();

/**
 * Takes a data folder for this process alone: two servers on one folder would both do its jobs' work. The lock
 * is SQLite's own on an empty file, which the operating system lets go of however the process ends.
 * @throws {GroundTruthError} `conflict` with the address of the server that has the folder
 */
export function claimDataFolder(folder: string): ClaimedFolder {
  mkdirSync(folder, { recursive: true });
  const addressFile = join(folder, '.address');
  const lock = new DatabaseSync(join(folder, '.lock'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new GroundTruthError(
      'conflict',
      `The data folder ${folder} is in use by the Ground Truth${whereIs(addressFile)}. ` +
        'Use that one, stop it, or name another folder with --data.',
      { cause },
    );
  }
  held.add(lock);
  return {
    announce: (url) => writeFileSync(addressFile, url),
    release() {
      rmSync(addressFile, { force: true });
      held.delete(lock);
      lock.close();
    },
  };
}

function whereIs(addressFile: string): string {
  try {
    return ` at ${readFileSync(addressFile, 'utf8').slice(0, 100)}`;
  } catch {
    // It is just starting.
    return ' of another process';
  }
}
