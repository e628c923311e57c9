import { type CreateLabelingJobCommandInput, DescribeLabelingJobCommand } from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { readAwsError } from '../aws-error.ts';
import type { Clients } from '../local-clients.ts';

/**
 * Refuses a name that a job has already, before files of the new one take the place of its files.
 * @throws {GroundTruthError} `already-exists`, which says whether the job is this very one, created by a run that
 * was interrupted
 */
export async function refuseTakenName(
  clients: Clients,
  request: CreateLabelingJobCommandInput,
): Promise<void> {
  const name = request.LabelingJobName ?? '';
  let there: Awaited<ReturnType<typeof describe>>;
  try {
    there = await describe(clients, name);
  } catch (error) {
    if (error instanceof Error && /^(ResourceNotFound|ValidationException)/.test(error.name)) return;
    const read = readAwsError(error, clients.connection, { job: name });
    // Who may not look finds out when the job is created.
    if (read instanceof GroundTruthError && read.code === 'access-denied') return;
    throw read;
  }
  const isSame =
    JSON.stringify(there.InputConfig?.DataSource) === JSON.stringify(request.InputConfig?.DataSource) &&
    there.LabelAttributeName === request.LabelAttributeName &&
    there.OutputConfig?.S3OutputPath === request.OutputConfig?.S3OutputPath;
  const advice = isSame
    ? `It has the same input, output and label attribute, so it is likely yours: "gtkit job watch ${name}" follows it.`
    : 'It is another job: choose another LabelingJobName.';
  throw new GroundTruthError('already-exists', `The job ${there.LabelingJobName} already exists. ${advice}`, {
    where: { job: name },
  });
}

const describe = ({ sagemaker }: Clients, name: string) =>
  sagemaker.send(new DescribeLabelingJobCommand({ LabelingJobName: name }));
