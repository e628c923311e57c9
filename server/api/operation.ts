import type * as z from 'zod/mini';
import type { Database } from '../database/open-database.ts';

/** What operations work with. */
export interface OperationContext {
  db: Database;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Tells the engine that a job was made or changed. */
  wake: (jobKey: string) => void;
  /** A readable address for an S3 URI, for rendered templates. */
  grantReadAccess: (s3Uri: string) => string;
}

/** One operation of the SageMaker API. */
export interface Operation<Request = unknown> {
  schema: z.core.$ZodType<Request>;
  /**
   * @throws {OperationError} with AWS's name for what is wrong
   */
  run(request: Request, context: OperationContext): Promise<object>;
}

/** Lets TypeScript infer the request from the schema. */
export function defineOperation<S extends z.core.$ZodType>(operation: {
  schema: S;
  run(request: z.output<S>, context: OperationContext): Promise<object>;
}): Operation {
  return operation as unknown as Operation;
}

/** AWS's JSON protocol has times in seconds. */
export const epochSeconds = (timeMs: number) => timeMs / 1000;
