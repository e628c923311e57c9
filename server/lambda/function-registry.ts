import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt, parseJson } from '#contracts/parse.ts';
import { functionEnvironment } from './function-environment.ts';
import { FunctionFiles } from './function-files.ts';
import {
  type FunctionInfo,
  type FunctionSettings,
  type InvocationResult,
  lambdaLimits,
} from './function-info.ts';
import { FunctionLog } from './function-log.ts';
import { FunctionPool } from './function-pool.ts';
import { FunctionReaper } from './function-reaper.ts';
import { lambdaFailure } from './lambda-failure.ts';
import { RuntimeApi } from './runtime-api.ts';

export interface FunctionRegistryOptions {
  /** Where the functions are kept. */
  folder: string;
  /** Where AWS's services are for the functions: our own server. */
  endpointUrl: string;
  region: string;
  accountId: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Processes of one function at once; two to four unless told. */
  maxProcesses?: number;
  /** A process without work for so long ends; a minute unless told. */
  idleMs?: number;
  log?: (message: string) => void;
}

/** Functions from zips, which stay registered over restarts and run in processes of their own. */
export interface FunctionRegistry {
  /** Registers or replaces a function. What runs of the old code finishes first. */
  registerZip(settings: FunctionSettings): Promise<FunctionInfo>;
  /** Changes everything but the code. */
  configure(
    nameOrArn: string,
    changes: Partial<Omit<FunctionSettings, 'name' | 'zip'>>,
  ): Promise<FunctionInfo>;
  list(): FunctionInfo[];
  /** @throws {GroundTruthError} `not-found` */
  get(nameOrArn: string): FunctionInfo;
  remove(nameOrArn: string): Promise<void>;
  /** @throws {GroundTruthError} `lambda-failed`, `limit-exceeded`, `not-found` */
  invoke(nameOrArn: string, payload: unknown): Promise<unknown>;
  /** As {@link invoke}, with JSON text in and out, and a failure as a result. */
  invokeText(nameOrArn: string, payload: string): Promise<InvocationResult>;
  /** What a function printed lately. */
  logOf(nameOrArn: string): string;
  close(): Promise<void>;
}

/** Opens the folder of a registry; makes it when it is missing. */
export async function openFunctionRegistry(options: FunctionRegistryOptions): Promise<FunctionRegistry> {
  const files = new FunctionFiles(resolve(options.folder));
  return new Registry(options, files, await files.readAll(), await RuntimeApi.start());
}

class Registry implements FunctionRegistry {
  readonly #options: FunctionRegistryOptions;
  readonly #files: FunctionFiles;
  readonly #api: RuntimeApi;
  readonly #reaper = new FunctionReaper();
  readonly #functions: Map<string, FunctionInfo>;
  readonly #pools = new Map<string, FunctionPool>();
  readonly #logs = new Map<string, FunctionLog>();
  #changes: Promise<unknown> = Promise.resolve();

  constructor(
    options: FunctionRegistryOptions,
    files: FunctionFiles,
    known: FunctionInfo[],
    api: RuntimeApi,
  ) {
    this.#options = options;
    this.#files = files;
    this.#api = api;
    this.#functions = new Map(known.map((info) => [info.name, info]));
  }

  async registerZip(settings: FunctionSettings): Promise<FunctionInfo> {
    const { name, zip } = settings;
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      throw new GroundTruthError(
        'invalid-argument',
        `A function's name has 1 to 64 letters, digits, hyphens and underscores; found ${excerpt(name)}.`,
      );
    }
    const { region, accountId } = this.#options;
    const old = this.#functions.get(name);
    const info = withSettings(
      {
        name,
        arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        timeoutSeconds: 60,
        memoryMegabytes: 1024,
        environment: {},
        description: '',
        roleArn: `arn:aws:iam::${accountId}:role/gtkit-lambda`,
        lastModified: '',
        ...old,
        codeSize: 0,
        codeSha256: '',
      },
      settings,
    );
    return this.#inTurn(async () => {
      Object.assign(info, await this.#files.writeCode(name, zip));
      await this.#save(info);
      return info;
    });
  }

  async configure(
    nameOrArn: string,
    changes: Partial<Omit<FunctionSettings, 'name' | 'zip'>>,
  ): Promise<FunctionInfo> {
    const info = withSettings(this.get(nameOrArn), changes);
    await this.#inTurn(() => this.#save(info));
    return info;
  }

  list(): FunctionInfo[] {
    return [...this.#functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(nameOrArn: string): FunctionInfo {
    const info = this.#functions.get(readFunctionName(nameOrArn));
    if (!info) {
      throw new GroundTruthError('not-found', `Function not found: ${excerpt(nameOrArn)}`);
    }
    return info;
  }

  async remove(nameOrArn: string): Promise<void> {
    const { name } = this.get(nameOrArn);
    this.#functions.delete(name);
    this.#pools.get(name)?.close();
    this.#pools.delete(name);
    await this.#inTurn(() => this.#files.remove(name));
  }

  async invoke(nameOrArn: string, payload: unknown): Promise<unknown> {
    const result = await this.invokeText(nameOrArn, JSON.stringify(payload) ?? 'null');
    if (result.failed) {
      const error = lambdaFailure(this.get(nameOrArn), result);
      this.#options.log?.(error.message);
      throw error;
    }
    return parseJson(result.payload, 'answer of the function');
  }

  async invokeText(nameOrArn: string, payload: string): Promise<InvocationResult> {
    const info = this.get(nameOrArn);
    const bytes = Buffer.byteLength(payload);
    if (bytes > lambdaLimits.payloadBytes) {
      throw new GroundTruthError(
        'limit-exceeded',
        `${bytes} byte payload is too large for the RequestResponse invocation type (limit ${lambdaLimits.payloadBytes} bytes)`,
      );
    }
    return this.#pool(info).invoke(payload);
  }

  logOf(nameOrArn: string): string {
    return this.#logs.get(this.get(nameOrArn).name)?.text ?? '';
  }

  async close(): Promise<void> {
    for (const pool of this.#pools.values()) pool.close();
    this.#pools.clear();
    this.#api.close();
    this.#reaper.close();
  }

  /** Changes on disk one after another, so that none removes what another is about to use. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#changes.then(change);
    this.#changes = turn.catch(() => {});
    return turn;
  }

  async #save(info: FunctionInfo): Promise<void> {
    info.lastModified = new Date().toISOString();
    await this.#files.writeInfo(info);
    this.#functions.set(info.name, info);
    const old = this.#pools.get(info.name);
    this.#pools.delete(info.name);
    // The old code stays on disk while something still runs it.
    (old?.retire() ?? Promise.resolve())
      .then(() =>
        this.#inTurn(async () => {
          const kept = this.#functions.get(info.name);
          if (kept) await this.#files.removeOldCode(kept);
        }),
      )
      .catch((error: unknown) => this.#options.log?.(`The old code of ${info.name} stays: ${String(error)}`));
  }

  #pool(info: FunctionInfo): FunctionPool {
    const open = this.#pools.get(info.name);
    if (open) return open;
    const log = this.#logs.get(info.name) ?? new FunctionLog();
    this.#logs.set(info.name, log);
    const codeFolder = this.#files.codeFolder(info);
    const pool = new FunctionPool({
      api: this.#api,
      reaper: this.#reaper,
      info,
      codeFolder,
      log,
      environment: functionEnvironment({ ...this.#options, info, codeFolder }),
      maxProcesses: this.#options.maxProcesses ?? Math.min(4, Math.max(2, availableParallelism())),
      idleMs: this.#options.idleMs ?? 60_000,
    });
    this.#pools.set(info.name, pool);
    return pool;
  }
}

/** The name in `name`, `name:$LATEST`, `<account>:function:name` or a whole ARN. */
export function readFunctionName(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  const mark = parts.indexOf('function');
  return (mark >= 0 ? parts[mark + 1] : parts[0]) ?? '';
}

function withSettings(info: FunctionInfo, changes: Partial<FunctionSettings>): FunctionInfo {
  const { name: _name, zip: _zip, ...rest } = changes;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const changed: FunctionInfo = { ...info, ...Object.fromEntries(given) };
  const { timeoutSeconds: seconds, memoryMegabytes: megabytes, handler, runtime, environment } = changed;
  const checks: [ok: boolean, expected: string][] = [
    [
      Number.isInteger(seconds) && seconds >= 1 && seconds <= lambdaLimits.timeoutSeconds,
      `a timeout of 1 to ${lambdaLimits.timeoutSeconds} s, found ${seconds}`,
    ],
    [megabytes >= 128 && megabytes <= 10_240, `128 to 10240 MB of memory, found ${megabytes}`],
    [
      handler.length <= 128 && /^[^\s.]+(\.[^\s.]+)+$/.test(handler),
      `a handler like index.handler, found ${excerpt(handler)}`,
    ],
    [/^nodejs\d+\.x$/.test(runtime), `a Node.js runtime such as nodejs24.x, found ${excerpt(runtime)}`],
    [
      Object.keys(environment).every((key) => /^[a-zA-Z]\w*$/.test(key)),
      'environment variables with names of letters, digits and underscores',
    ],
  ];
  const problem = checks.find(([ok]) => !ok)?.[1];
  if (problem) throw new GroundTruthError('invalid-argument', `A function needs ${problem}.`);
  return changed;
}
