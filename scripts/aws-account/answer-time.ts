import { DescribeLabelingJobCommand, ListLabelingJobsCommand } from '@aws-sdk/client-sagemaker';
import { WorkerResponse } from '#contracts/worker-response.ts';
import { readAwsError } from '../aws-error.ts';
import { listObjects, readObject } from '../bucket.ts';
import type { Clients } from '../local-clients.ts';

/** Jobs and answers that are looked at: enough for a median, few enough to be quick. */
const JOBS = 20;
const ANSWERS = 50;

/**
 * How long one answer took, in seconds, in the newest ended job with the same title: the median over some
 * answers. Undefined when there is no such job, or when it is not ours to read.
 */
export async function medianAnswerTime(clients: Clients, title: string): Promise<number | undefined> {
  try {
    const { LabelingJobSummaryList: jobs = [] } = await clients.sagemaker.send(
      new ListLabelingJobsCommand({
        StatusEquals: 'Completed',
        SortBy: 'CreationTime',
        SortOrder: 'Descending',
        MaxResults: JOBS,
      }),
    );
    for (const { LabelingJobName } of jobs) {
      const job = await clients.sagemaker.send(new DescribeLabelingJobCommand({ LabelingJobName }));
      if (job.HumanTaskConfig?.TaskTitle !== title) continue;
      const prefix = `${job.OutputConfig?.S3OutputPath?.replace(/\/+$/, '')}/${job.LabelingJobName}/annotations/worker-response/`;
      const times = await readTimes(clients, prefix);
      if (times.length > 0) return median(times);
    }
    return undefined;
  } catch (error) {
    const read = readAwsError(error, clients.connection);
    // An estimate is worth having without it.
    if (read instanceof Error && 'code' in read && read.code === 'access-denied') return undefined;
    throw read;
  }
}

async function readTimes(clients: Clients, prefix: string): Promise<number[]> {
  const times: number[] = [];
  for await (const { uri } of listObjects(clients, prefix)) {
    if (!uri.endsWith('.json')) continue;
    const read = WorkerResponse.safeParse(
      JSON.parse(new TextDecoder().decode(await readObject(clients, uri))),
    );
    for (const { timeSpentInSeconds } of read.data?.answers ?? [])
      if (timeSpentInSeconds !== undefined) times.push(timeSpentInSeconds);
    if (times.length >= ANSWERS) break;
  }
  return times;
}

function median(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 10) / 10;
}
