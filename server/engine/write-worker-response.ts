import { formatS3Uri } from '#contracts/s3-uri.ts';
import type { WorkerResponse } from '#contracts/worker-response.ts';
import { identityOfWorker } from '../portal/worker-identity.ts';
import type { EngineContext } from './engine-context.ts';
import type { Job } from './job.ts';
import { fileTime, outputLayout } from './output-layout.ts';

/** One accepted answer of an object, in the order of submission. */
export interface AcceptedAnswer {
  workerId: string;
  acceptedAt: number;
  submittedAt: number;
  /** answerContent as JSON text. */
  content: string;
}

/** The accepted answers of one object. */
export async function readAnswers(
  { db }: Pick<EngineContext, 'db'>,
  jobKey: string,
  position: number,
): Promise<AcceptedAnswer[]> {
  const rows = await db
    .selectFrom('tasks')
    .select(['workerId', 'acceptedAt', 'submittedAt', 'answer'])
    .where('jobKey', '=', jobKey)
    .where('position', '=', position)
    .where('state', '=', 'submitted')
    .orderBy('submittedAt')
    .orderBy('taskId')
    .execute();
  return rows.map(({ workerId, acceptedAt, submittedAt, answer }) => ({
    workerId,
    acceptedAt,
    submittedAt: submittedAt ?? acceptedAt,
    content: answer ?? '{}',
  }));
}

/**
 * Writes the file with all accepted answers of an object. Its name comes from the database, so writing it
 * again after a crash replaces it.
 * @returns its S3 URI
 */
export async function writeWorkerResponse(
  context: EngineContext,
  job: Job,
  object: { position: number; answeredAt: number | null; firstAnsweredAt: number | null },
  answers: readonly AcceptedAnswer[],
): Promise<string> {
  const layout = outputLayout(job);
  const key = layout.workerResponse(
    object.position,
    fileTime(object.firstAnsweredAt ?? object.answeredAt ?? 0),
  );
  const response: WorkerResponse = {
    answers: answers.map(({ workerId, acceptedAt, submittedAt, content }) => ({
      acceptanceTime: new Date(acceptedAt).toISOString(),
      answerContent: JSON.parse(content) as Record<string, unknown>,
      submissionTime: new Date(submittedAt).toISOString(),
      timeSpentInSeconds: (submittedAt - acceptedAt) / 1000,
      workerId,
      workerMetadata: { identityData: identityOfWorker(workerId) },
    })),
  };
  await context.store.put(layout.bucket, key, JSON.stringify(response), { contentType: 'application/json' });
  return formatS3Uri({ bucket: layout.bucket, key });
}
