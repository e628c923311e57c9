import { randomBytes } from 'node:crypto';
import type { FunctionInfo } from './function-info.ts';

export interface EnvironmentOptions {
  info: FunctionInfo;
  codeFolder: string;
  /** Where AWS's services are for the function: our own server. */
  endpointUrl: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/**
 * The environment of a function's process: what Lambda sets, the function's own variables, and nothing of ours,
 * so that a function that works here does not lean on this machine.
 */
export function functionEnvironment(options: EnvironmentOptions): Record<string, string> {
  const { info, codeFolder, endpointUrl, region, credentials } = options;
  const stream = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomBytes(16).toString('hex')}`;
  return {
    ...info.environment,
    PATH: process.env['PATH'] ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // Windows needs these to start any process.
    ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
    _HANDLER: info.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${info.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: info.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(info.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${info.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: stream,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    LAMBDA_TASK_ROOT: codeFolder,
    LAMBDA_RUNTIME_DIR: import.meta.dirname,
  };
}
