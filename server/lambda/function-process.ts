import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type FunctionInfo, type InvocationResult, lambdaLimits } from './function-info.ts';
import type { FunctionLog } from './function-log.ts';
import type { FunctionReaper } from './function-reaper.ts';
import type { Invocation, RuntimeApi } from './runtime-api.ts';

const bootstrap = join(import.meta.dirname, 'bootstrap.mjs');
const LOG_TAIL = 4096;

export interface ProcessOptions {
  info: FunctionInfo;
  codeFolder: string;
  /** The whole environment of the process but the address of the Runtime API. */
  environment: Record<string, string>;
  log: FunctionLog;
  reaper: FunctionReaper;
}

/** An invocation that this process has taken and not answered. */
interface Pending {
  invocation: Invocation;
  logPosition: number;
  resolve: (result: InvocationResult) => void;
}

/** One process of a function. It runs one invocation at a time and is used again until it fails or idles. */
export class FunctionProcess {
  readonly #options: ProcessOptions;
  readonly #child: ChildProcess;
  readonly #session: { address: string; close: () => void };
  #give: ((invocation: Invocation) => void) | undefined;
  #pending: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(api: RuntimeApi, options: ProcessOptions) {
    this.#options = options;
    this.#session = api.open({
      onNext: (give) => {
        this.#give = give;
        this.#start();
      },
      onResponse: (id, payload) => this.#finish(id, payload, false),
      onError: (id, payload) => this.#finish(id, payload, true),
      onInitError: (payload) => this.#end(payload),
    });
    this.#child = spawn(
      process.execPath,
      [`--max-old-space-size=${options.info.memoryMegabytes}`, '--no-warnings', bootstrap],
      {
        cwd: options.codeFolder,
        env: { ...options.environment, AWS_LAMBDA_RUNTIME_API: this.#session.address },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    options.reaper.watch(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => options.log.append(text));
    }
    this.#child.on('error', (error) => this.#end(failure('Runtime.StartError', error.message)));
    this.#child.on('close', (code, signal) => {
      const reason = signal === null ? `exit status ${code}` : `signal ${signal}`;
      this.#end(failure('Runtime.ExitError', `Error: Runtime exited with ${reason}`));
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  get busy(): boolean {
    return this.#pending !== undefined;
  }

  /** Runs one invocation. Never throws: a failure is a result. The process must not be busy. */
  invoke(requestId: string, payload: string): Promise<InvocationResult> {
    return new Promise((resolve) => {
      const { info, log } = this.#options;
      this.#pending = {
        invocation: { requestId, functionArn: info.arn, deadline: 0, payload },
        logPosition: log.position,
        resolve,
      };
      // Until it asks for work it is still loading, which has a limit of its own.
      this.#watch(
        lambdaLimits.initMs,
        failure('Sandbox.Timedout', 'Error: Init timed out after 10.00 seconds'),
      );
      this.#start();
    });
  }

  kill(): void {
    this.#end(failure('Runtime.ExitError', 'Error: The function was stopped.'));
  }

  #start(): void {
    if (!this.#give || !this.#pending) return;
    const { timeoutSeconds } = this.#options.info;
    const { invocation } = this.#pending;
    invocation.deadline = Date.now() + timeoutSeconds * 1000;
    const text = `Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
    this.#watch(
      timeoutSeconds * 1000,
      failure('Sandbox.Timedout', `RequestId: ${invocation.requestId} ${text}`),
    );
    this.#give(invocation);
    this.#give = undefined;
  }

  #watch(afterMs: number, payload: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(payload), afterMs);
  }

  #finish(requestId: string, payload: string, failed: boolean): void {
    const pending = this.#pending;
    if (pending?.invocation.requestId !== requestId) return;
    clearTimeout(this.#timer);
    this.#pending = undefined;
    const answer = () => {
      const logTail = this.#options.log.since(pending.logPosition, LOG_TAIL);
      pending.resolve({ requestId, payload, failed, logTail });
    };
    // What a failing function printed is in the pipe already, but not read yet.
    if (failed) setTimeout(answer, 10);
    else answer();
  }

  /** Ends the process; an invocation under way fails with `payload`. */
  #end(payload: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#session.close();
    this.#child.kill('SIGKILL');
    if (this.#pending) this.#finish(this.#pending.invocation.requestId, payload, true);
  }
}

function failure(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}
