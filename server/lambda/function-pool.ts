import { randomUUID } from 'node:crypto';
import type { InvocationResult } from './function-info.ts';
import { FunctionProcess, type ProcessOptions } from './function-process.ts';
import type { RuntimeApi } from './runtime-api.ts';

export interface PoolOptions extends ProcessOptions {
  api: RuntimeApi;
  /** Processes of this function at once. */
  maxProcesses: number;
  /** A process without work for so long ends, milliseconds. */
  idleMs: number;
}

/** The processes of one function, and the invocations that wait for one. */
export class FunctionPool {
  readonly #options: PoolOptions;
  readonly #waiting: ((process: FunctionProcess) => void)[] = [];
  readonly #idleSince = new Map<FunctionProcess, NodeJS.Timeout>();
  #processes: FunctionProcess[] = [];
  /** Set when the pool ends with its last invocation. */
  #retired: (() => void) | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async invoke(payload: string): Promise<InvocationResult> {
    const process = await this.#take();
    const result = await process.invoke(randomUUID(), payload);
    this.#giveBack(process);
    return result;
  }

  /** Ends the pool when what runs and waits is done; resolves then. Nothing may be invoked after this. */
  retire(): Promise<void> {
    return new Promise((resolve) => {
      this.#retired = resolve;
      this.#endWhenDone();
    });
  }

  /** Ends all processes; what runs or waits fails. */
  close(): void {
    for (const timer of this.#idleSince.values()) clearTimeout(timer);
    this.#idleSince.clear();
    for (const process of this.#processes) process.kill();
    this.#processes = [];
  }

  async #take(): Promise<FunctionProcess> {
    // The one that was used last is the warmest.
    for (const [process, timer] of [...this.#idleSince].reverse()) {
      clearTimeout(timer);
      this.#idleSince.delete(process);
      if (!process.ended) return process;
    }
    this.#processes = this.#processes.filter((process) => !process.ended);
    if (this.#processes.length < this.#options.maxProcesses) return this.#spawn();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(process: FunctionProcess): void {
    if (process.ended) this.#processes = this.#processes.filter((other) => other !== process);
    const next = this.#waiting.shift();
    if (next) next(process.ended ? this.#spawn() : process);
    else if (!process.ended) {
      const timer = setTimeout(() => {
        this.#idleSince.delete(process);
        process.kill();
      }, this.#options.idleMs);
      timer.unref();
      this.#idleSince.set(process, timer);
    }
    this.#endWhenDone();
  }

  #endWhenDone(): void {
    const working = this.#processes.some((process) => !process.ended && !this.#idleSince.has(process));
    if (!this.#retired || working) return;
    this.close();
    this.#retired();
  }

  #spawn(): FunctionProcess {
    const process = new FunctionProcess(this.#options.api, this.#options);
    this.#processes.push(process);
    return process;
  }
}
