import type { Selectable } from 'kysely';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { messageOf } from '#contracts/message-of.ts';
import { parseContract } from '#contracts/parse.ts';
import { ConsolidatedObject, ConsolidationResponse } from '#contracts/post-annotation.ts';
import { formatS3Uri } from '#contracts/s3-uri.ts';
import type { BatchTable, ObjectTable } from '../database/schema.ts';
import type { EngineContext } from './engine-context.ts';
import { failedLine } from './fail-objects.ts';
import { clientError } from './failure-reasons.ts';
import { invokeFunction } from './invoke-function.ts';
import type { Job } from './job.ts';
import { mergeLabel } from './merge-label.ts';
import { outputLayout } from './output-layout.ts';
import { isInProgress, reopened } from './reopen-object.ts';
import { readAnswers, writeWorkerResponse } from './write-worker-response.ts';

type BatchObject = Pick<
  Selectable<ObjectTable>,
  'position' | 'line' | 'answers' | 'expiresAt' | 'answeredAt' | 'firstAnsweredAt'
>;
type Content = Record<string, unknown>;

/**
 * Consolidates one recorded batch. Every file has a name from the database and every result is stored in one
 * transaction, so a batch that a crash interrupted is simply run again.
 */
export async function runBatch(
  context: EngineContext,
  job: Job,
  batch: Selectable<BatchTable>,
): Promise<void> {
  const objects = await context.db
    .selectFrom('objects')
    .select(['position', 'line', 'answers', 'expiresAt', 'answeredAt', 'firstAnsweredAt'])
    .where('batchId', '=', batch.batchId)
    .where('state', '=', 'consolidating')
    .orderBy('position')
    .execute();
  const payloadUri = await writeRequest(context, job, batch, objects);
  let results: Map<string, Content>;
  try {
    results = await callFunction(context, job, batch, payloadUri);
  } catch (error) {
    if (!(error instanceof GroundTruthError)) throw error;
    if (context.closing.aborted) return;
    await storeResults(context, job, batch, objects, () => error.message);
    return;
  }
  await storeResults(
    context,
    job,
    batch,
    objects,
    ({ position }) =>
      results.get(String(position)) ??
      clientError(`The consolidation Lambda function returned nothing for object ${position}.`),
  );
}

/** Writes the workers' answers of every object, and the payload file that the function will read. */
async function writeRequest(
  context: EngineContext,
  job: Job,
  batch: Selectable<BatchTable>,
  objects: readonly BatchObject[],
): Promise<string> {
  const payload: unknown[] = [];
  for (const object of objects) {
    const { position, line } = object;
    const answers = await readAnswers(context, job.jobKey, position);
    await writeWorkerResponse(context, job, object, answers);
    payload.push({
      datasetObjectId: String(position),
      dataObject: dataObjectOf(line),
      annotations: answers.map(({ workerId, content }) => ({ workerId, annotationData: { content } })),
    });
  }
  const layout = outputLayout(job);
  const key = layout.consolidationRequest(batch.fileTime);
  await context.store.put(layout.bucket, key, JSON.stringify(payload), { contentType: 'application/json' });
  return formatS3Uri({ bucket: layout.bucket, key });
}

/** Only the source travels in a payload, never the rest of the manifest line. */
function dataObjectOf(line: string): Record<string, unknown> {
  const { 'source-ref': sourceRef, source } = JSON.parse(line) as Record<string, unknown>;
  return sourceRef === undefined ? { content: source } : { s3Uri: sourceRef };
}

/** Calls the consolidation function with the event that production sends; gives its labels by object id. */
async function callFunction(
  context: EngineContext,
  job: Job,
  batch: Selectable<BatchTable>,
  payloadUri: string,
): Promise<Map<string, Content>> {
  const layout = outputLayout(job);
  const kmsKeyId = job.request.OutputConfig.KmsKeyId;
  const event = {
    version: '2018-10-06',
    labelingJobArn: job.arn,
    ...(job.labelCategories === undefined ? {} : { labelCategories: job.labelCategories }),
    payload: { s3Uri: payloadUri },
    labelAttributeName: job.request.LabelAttributeName,
    roleArn: job.request.RoleArn,
    outputConfig: formatS3Uri({ bucket: layout.bucket, key: layout.annotations }),
    maxHumanWorkersPerDataObject: job.adaptive?.max ?? job.workersPerObject,
    ...(kmsKeyId === undefined || kmsKeyId === '' ? {} : { kmsKeyId }),
    vpcEnabled: false,
  };
  const what = `job ${job.name}, consolidation ${batch.fileTime}`;
  const call = { functionArn: job.postFunction ?? '', roleArn: job.request.RoleArn, event, what };
  const { response, results } = await invokeFunction(context, call, (answer) => {
    const list = parseContract(ConsolidationResponse, answer, 'answer of the consolidation function');
    return { response: list, results: readResults(context, list, what) };
  });
  await context.store.put(
    layout.bucket,
    layout.consolidationResponse(batch.fileTime),
    JSON.stringify(response),
    { contentType: 'application/json' },
  );
  return results;
}

/** One entry that cannot be read fails its own object and no other. */
function readResults(
  context: EngineContext,
  list: ConsolidationResponse,
  what: string,
): Map<string, Content> {
  const results = new Map<string, Content>();
  for (const [index, entry] of list.entries()) {
    try {
      const { datasetObjectId, consolidatedAnnotation } = parseContract(
        ConsolidatedObject,
        entry,
        `entry ${index} of the consolidation function's answer`,
      );
      results.set(String(datasetObjectId), consolidatedAnnotation.content);
    } catch (error) {
      context.log(`${what}: ${messageOf(error)}`);
    }
  }
  return results;
}

/** @param resultOf what to merge into an object's line, or the reason why it failed */
async function storeResults(
  context: EngineContext,
  job: Job,
  batch: Selectable<BatchTable>,
  objects: readonly BatchObject[],
  resultOf: (object: BatchObject) => Content | string,
): Promise<void> {
  const labelAttributeName = job.request.LabelAttributeName;
  const now = context.clock();
  await context.db.transaction().execute(async (transaction) => {
    const mayReopen = await isInProgress(transaction, job);
    for (const object of objects) {
      const result = resultOf(object);
      const failureReason = typeof result === 'string' ? result : reportedFailure(result, labelAttributeName);
      const failed = failureReason !== undefined;
      if (failed) context.log(`job ${job.name}, object ${object.position}: failed: ${failureReason}`);
      const outputLine =
        typeof result === 'string'
          ? failedLine(object.line, labelAttributeName, result)
          : // Also when the function itself reports the failure: its metadata knows more than ours.
            mergeLabel(object.line, result, { name: job.name, labelAttributeName }, now);
      const again = failed || !mayReopen ? undefined : reopened(job, object, result as Content, now);
      await transaction
        .updateTable('objects')
        .set(
          again ??
            (failed ? { state: 'failed', failureReason, outputLine } : { state: 'labeled', outputLine }),
        )
        .where('jobKey', '=', job.jobKey)
        .where('position', '=', object.position)
        .execute();
    }
    await transaction
      .updateTable('batches')
      .set({ state: 'done' })
      .where('batchId', '=', batch.batchId)
      .execute();
  });
}

/**
 * Why a function says that an object has no label: metadata with a failure reason and nothing under the label
 * attribute. Such an object counts as failed, and must not pass for labeled.
 */
function reportedFailure(content: Content, labelAttributeName: string): string | undefined {
  if (content[labelAttributeName] !== undefined) return undefined;
  const metadata = content[`${labelAttributeName}-metadata`];
  const reason = (metadata as { 'failure-reason'?: unknown } | null | undefined)?.['failure-reason'];
  return typeof reason === 'string' ? reason : undefined;
}
