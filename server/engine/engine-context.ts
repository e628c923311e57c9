import type { Database } from '../database/open-database.ts';
import type { ObjectStore } from '../object-store/object-store.ts';

/** What the engine needs of the object store. */
export type EngineStore = Pick<ObjectStore, 'put' | 'get' | 'head' | 'bucketExists'>;

/** What the engine needs of the Lambda functions. */
export interface EngineFunctions {
  get(nameOrArn: string): unknown;
  invoke(nameOrArn: string, payload: unknown): Promise<unknown>;
}

/** What every step of the engine works with. */
export interface EngineContext {
  db: Database;
  store: EngineStore;
  functions: EngineFunctions;
  log: (message: string) => void;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Aborted when the server closes: a function that fails then says nothing about its object. */
  closing: AbortSignal;
  /** Tells the engine that there may be something to do for a job. */
  wake: (jobKey: string) => void;
}

/** Bounds of the engine. None is documented by AWS but the first. */
export const engineLimits = {
  /** Objects in flight when a job does not say (MaxConcurrentTaskCount's default). */
  concurrentObjects: 1000,
  /** How long an object waits for workers when a job does not say, seconds (30 days, private teams). */
  availabilitySeconds: 2_592_000,
  /** Pre-annotation functions and images looked at side by side. */
  preparing: 4,
  /** Attempts of one function call, and the wait before the second, which doubles. */
  attempts: 3,
  retryDelayMs: 200,
  /** Most objects in one consolidation. */
  batchObjects: 1000,
  /** How long a finished object waits for company, so that consolidation sees many objects at once. */
  batchDelayMs: 2000,
  /** Largest input manifest and template in bytes. */
  manifestBytes: 512 * 1024 * 1024,
  templateBytes: 4_000_000,
} as const;
