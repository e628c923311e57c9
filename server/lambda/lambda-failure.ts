import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';
import type { FunctionInfo, InvocationResult } from './function-info.ts';

/** Lines of a function's log that a message repeats. */
const LOG_LINES = 8;

/** What Ground Truth writes as the reason when a function fails, word for word. */
export function lambdaFailureReason(functionArn: string, roleArn: string): string {
  return `ClientError: Exception invoking the Lambda function ${functionArn}. LambdaErrorCode: Unhandled. Ensure the Lambda function exists, that the role arn ${roleArn} has permissions to invoke it and try your request again.`;
}

/** A failed invocation as an error that says what happened inside: type, message, where, and what was printed. */
export function lambdaFailure(info: FunctionInfo, result: InvocationResult): GroundTruthError {
  const { errorType, errorMessage, trace } = readError(result.payload);
  const place = trace.find((line) => /^\s*at /.test(line))?.trim();
  const log = result.logTail.trim().split('\n').slice(-LOG_LINES).join('\n');
  const parts = [
    `The function ${info.name} failed with ${errorType}: ${errorMessage}`,
    place === undefined ? '' : ` (${excerpt(place)})`,
    log === '' ? '' : `\nIts log ends with:\n${log}`,
  ];
  return new GroundTruthError('lambda-failed', parts.join(''));
}

function readError(payload: string): { errorType: string; errorMessage: string; trace: string[] } {
  try {
    const { errorType, errorMessage, trace } = JSON.parse(payload) as Record<string, unknown>;
    return {
      errorType: String(errorType ?? 'Error'),
      errorMessage: String(errorMessage ?? '').slice(0, 1000),
      trace: Array.isArray(trace) ? trace.map(String) : [],
    };
  } catch {
    return { errorType: 'Error', errorMessage: excerpt(payload), trace: [] };
  }
}
