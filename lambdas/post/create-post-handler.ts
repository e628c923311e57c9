import { messageOf } from '#contracts/message-of.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { type ConsolidatedObject, ConsolidationRequest } from '#contracts/post-annotation.ts';
import { parseTruth, type Truth } from '#contracts/truth.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { readSettings } from '../read-settings.ts';
import { readObjectText } from './bucket.ts';
import { consolidatePayload } from './consolidate-payload.ts';
import type { PostTask } from './post-task.ts';
import { openReliabilityFiles, type ReliabilityFiles } from './reliability-files.ts';

/** A post-annotation handler: reads the payload from S3, merges it, and returns a label for each object. */
export function createPostHandler<Answer>(
  task: PostTask<Answer>,
): (event: unknown) => Promise<ConsolidatedObject[]> {
  return async (event) => {
    const request = parseContract(ConsolidationRequest, event, 'consolidation request');
    const settings = readSettings();
    const { s3Uri } = request.payload;
    const files = filesOf(request, task.name, settings);
    const [text, carried = [], truth] = await Promise.all([
      readObjectText(s3Uri),
      files?.read(),
      settings.gold === undefined ? undefined : readGold(settings.gold),
    ]);
    let shown: WorkerReliability | undefined;
    const response = await consolidatePayload(parseJson(text, 'payload', { file: s3Uri }), task, {
      labelAttributeName: request.labelAttributeName,
      labelingJobArn: request.labelingJobArn,
      labelCategories: request.labelCategories ?? undefined,
      settings,
      readText: readObjectText,
      now: Date.now(),
      log: console.warn,
      carried,
      ...(truth ? { truthOf: ({ sourceRef }) => (sourceRef ? truth.find(sourceRef) : undefined) } : {}),
      onReliability(state) {
        shown = state;
      },
    });
    if (shown) await files?.keep(shown);
    return response;
  };
}

/** Known answers make labels better; without them there are labels still. */
async function readGold(uri: string): Promise<Truth | undefined> {
  try {
    return parseTruth(await readObjectText(uri), uri);
  } catch (cause) {
    console.warn(`known answers are not used: ${messageOf(cause)}`);
    return undefined;
  }
}

/** Undefined when nothing is to be carried: the setting says so, or the event names no place beside the output. */
function filesOf(
  { outputConfig, payload, kmsKeyId }: ConsolidationRequest,
  task: string,
  { carryReliability, method = 'default' }: ReturnType<typeof readSettings>,
): ReliabilityFiles | undefined {
  if (carryReliability === false || !outputConfig?.startsWith('s3://')) return undefined;
  return openReliabilityFiles({
    outputConfig,
    task,
    method,
    payloadUri: payload.s3Uri,
    kmsKeyId,
    log: console.warn,
  });
}
