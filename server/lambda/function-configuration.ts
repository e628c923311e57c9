import type { FunctionInfo } from './function-info.ts';

/** A function in the shape of Lambda's FunctionConfiguration. */
export function functionConfiguration(info: FunctionInfo): Record<string, unknown> {
  return {
    FunctionName: info.name,
    FunctionArn: info.arn,
    Runtime: info.runtime,
    Role: info.roleArn,
    Handler: info.handler,
    CodeSize: info.codeSize,
    CodeSha256: info.codeSha256,
    Description: info.description,
    Timeout: info.timeoutSeconds,
    MemorySize: info.memoryMegabytes,
    // Lambda writes the zone as +0000.
    LastModified: info.lastModified.replace('Z', '+0000'),
    Version: '$LATEST',
    Environment: { Variables: info.environment },
    TracingConfig: { Mode: 'PassThrough' },
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}
