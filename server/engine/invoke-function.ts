import { setTimeout as wait } from 'node:timers/promises';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { messageOf } from '#contracts/message-of.ts';
import { type EngineContext, engineLimits } from './engine-context.ts';
import { functionFailed } from './failure-reasons.ts';

/**
 * Calls a function until it answers something that can be read, a bounded number of times.
 * @param read turns the function's answer into what the engine needs, and throws when it cannot be read
 * @throws {GroundTruthError} `lambda-failed`, whose message is the object's failure reason
 */
export async function invokeFunction<T>(
  context: EngineContext,
  call: { functionArn: string; roleArn: string; event: unknown; what: string },
  read: (answer: unknown) => T,
): Promise<T> {
  let last: unknown;
  for (let attempt = 1; attempt <= engineLimits.attempts && !context.closing.aborted; attempt++) {
    try {
      return read(await context.functions.invoke(call.functionArn, call.event));
    } catch (error) {
      last = error;
      context.log(`${call.what}: attempt ${attempt} of ${engineLimits.attempts} failed: ${messageOf(error)}`);
      if (attempt < engineLimits.attempts) {
        const pause = engineLimits.retryDelayMs * 2 ** (attempt - 1);
        await wait(pause, undefined, { signal: context.closing }).catch(() => undefined);
      }
    }
  }
  throw new GroundTruthError(
    'lambda-failed',
    functionFailed(call.functionArn, call.roleArn, messageOf(last)),
    {
      cause: last,
    },
  );
}
