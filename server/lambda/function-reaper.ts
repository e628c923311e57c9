import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, 'function-reaper.mjs');

/** Sees to it that no function outlives the server, even one in an endless loop of a server that was killed. */
export class FunctionReaper {
  #child: ChildProcess | undefined;

  /** From now on the process ends with the server. */
  watch(child: ChildProcess): void {
    const { pid } = child;
    if (pid === undefined) return;
    this.#tell(pid);
    child.once('exit', () => this.#tell(-pid));
  }

  close(): void {
    this.#child?.stdin?.end();
  }

  #tell(line: number): void {
    this.#child ??= this.#start();
    this.#child.stdin?.write(`${line}\n`);
  }

  /** At the first function: many servers never run one. */
  #start(): ChildProcess {
    const child = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'] });
    // Without it functions run all the same.
    child.on('error', () => {});
    child.stdin?.on('error', () => {});
    // The server may end while this still waits; that is what it waits for.
    child.unref();
    (child.stdin as unknown as { unref?(): void } | null)?.unref?.();
    return child;
  }
}
