/** Everything that is known about a registered function. */
export interface FunctionInfo {
  name: string;
  arn: string;
  runtime: string;
  /** `<file>.<export>` */
  handler: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  description: string;
  roleArn: string;
  /** Size of the zip in bytes, and its SHA-256 in base64. */
  codeSize: number;
  codeSha256: string;
  /** ISO 8601 */
  lastModified: string;
}

/** What can be said when a function is registered; the rest has defaults. */
export interface FunctionSettings {
  name: string;
  zip: Uint8Array;
  environment?: Record<string, string>;
  timeoutSeconds?: number;
  memoryMegabytes?: number;
  handler?: string;
  runtime?: string;
  description?: string;
  roleArn?: string;
}

/** Lambda's own limits. */
export const lambdaLimits = {
  /** Request and response of a synchronous invocation, bytes. */
  payloadBytes: 6_291_556,
  zipBytes: 50 * 2 ** 20,
  unzippedBytes: 262_144_000,
  timeoutSeconds: 900,
  environmentBytes: 4096,
  initMs: 10_000,
} as const;

/** How an invocation ended, in the terms of Lambda's Invoke. */
export interface InvocationResult {
  requestId: string;
  /** JSON text: the result, or `{"errorType","errorMessage","trace"}` when `failed`. */
  payload: string;
  failed: boolean;
  /** What the function printed, at most its last 4 KB. */
  logTail: string;
}
