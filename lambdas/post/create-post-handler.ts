import { parseContract, parseJson } from '#contracts/parse.ts';
import { type ConsolidatedObject, ConsolidationRequest } from '#contracts/post-annotation.ts';
import { readSettings } from '../read-settings.ts';
import { consolidatePayload } from './consolidate-payload.ts';
import type { PostTask } from './post-task.ts';
import { readObjectText } from './read-object-text.ts';

/** A post-annotation handler: reads the payload from S3, merges it, and returns a label for each object. */
export function createPostHandler<Answer>(
  task: PostTask<Answer>,
): (event: unknown) => Promise<ConsolidatedObject[]> {
  return async (event) => {
    const request = parseContract(ConsolidationRequest, event, 'consolidation request');
    const { s3Uri } = request.payload;
    const payload = parseJson(await readObjectText(s3Uri), 'payload', { file: s3Uri });
    return consolidatePayload(payload, task, {
      labelAttributeName: request.labelAttributeName,
      labelingJobArn: request.labelingJobArn,
      labelCategories: request.labelCategories ?? undefined,
      settings: readSettings(),
      readText: readObjectText,
      now: Date.now(),
      log: console.warn,
    });
  };
}
