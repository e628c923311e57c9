import type { DescribeLabelingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { readObject } from '../bucket.ts';
import { isOwnGroundTruth } from '../connection.ts';
import { type JobConfig, parseJobConfig } from '../job-config.ts';
import { findJob, hasEnded } from '../labeling-job.ts';
import type { Clients } from '../local-clients.ts';
import { chainManifest } from './chained-manifest.ts';
import { inputUri, type PreparedJob, prepareLabelingJob } from './prepare-labeling-job.ts';

/** Tag of a chained job: the job that it goes on from. */
export const CHAINED_FROM = 'gtkit:chained-from';

/** What differs from the earlier job. */
export interface ChainChanges {
  name: string;
  /** Another label attribute has every object labeled anew; the same one only what has no label. */
  attribute?: string | undefined;
  workers?: number | undefined;
  workteam?: string | undefined;
  template?: string | undefined;
}

export interface PreparedChain {
  job: PreparedJob;
  earlier: string;
  /** Sentences about what was done to the manifest. */
  notes: string[];
}

/**
 * Prepares a job that goes on from an earlier one's output manifest, with the same team, template and functions.
 * @throws {GroundTruthError} `conflict` when the earlier job goes on still, or nothing is left to label
 */
export async function prepareChain(
  clients: Clients,
  earlier: string,
  changes: ChainChanges,
): Promise<PreparedChain> {
  const job = await findJob(clients, earlier);
  const output = job.LabelingJobOutput?.OutputDatasetS3Uri;
  if (!hasEnded({ status: job.LabelingJobStatus ?? '' }) || !output) {
    const advice = hasEnded({ status: job.LabelingJobStatus ?? '' })
      ? `It has no output manifest: ${job.FailureReason ?? 'no reason is given.'}`
      : `Wait for it ("gtkit job watch ${earlier}"), or stop it ("gtkit job stop ${earlier}"): its labels so far are kept.`;
    throw new GroundTruthError('conflict', `The job ${earlier} is ${job.LabelingJobStatus}. ${advice}`);
  }
  const config = configOf(job, output, changes, clients);
  const text = new TextDecoder().decode(await readObject(clients, output));
  const chained = chainManifest(text, config.LabelAttributeName, output);
  if (chained.labeled === chained.lines) {
    throw new GroundTruthError(
      'conflict',
      `All ${chained.lines} objects of ${earlier} have a label under ${config.LabelAttributeName}, so nothing is left. Say --attribute with another name to have them labeled anew.`,
    );
  }
  const notes = [
    `${chained.lines - chained.labeled} of ${chained.lines} objects are without a label under ${config.LabelAttributeName}.`,
  ];
  if (chained.shortened > 0) {
    config.InputConfig.DataSource.S3DataSource = { ManifestS3Uri: inputUri(config, 'chained.manifest') };
    notes.push(
      `The answers of the single workers are left out of ${chained.shortened} labels in the new manifest: with them an attribute has ${chained.longest} characters, and an input manifest takes 20000. The labels stay, and "gtkit results ${changes.name}" puts the answers back from ${earlier}.`,
    );
  }
  const prepared = await prepareLabelingJob(clients, config, undefined, {
    manifestText: chained.text,
    uploadManifest: chained.shortened > 0,
  });
  return { job: prepared, earlier, notes };
}

function configOf(
  job: DescribeLabelingJobCommandOutput,
  manifest: string,
  changes: ChainChanges,
  clients: Clients,
): JobConfig {
  const task = job.HumanTaskConfig;
  const own = isOwnGroundTruth(clients.connection);
  const value = {
    LabelingJobName: changes.name,
    LabelAttributeName: changes.attribute ?? job.LabelAttributeName,
    InputConfig: { ...job.InputConfig, DataSource: { S3DataSource: { ManifestS3Uri: manifest } } },
    OutputConfig: job.OutputConfig,
    ...(own ? {} : { RoleArn: job.RoleArn }),
    LabelCategoryConfigS3Uri: job.LabelCategoryConfigS3Uri,
    StoppingConditions: job.StoppingConditions,
    LabelingJobAlgorithmsConfig: job.LabelingJobAlgorithmsConfig,
    HumanTaskConfig: {
      ...task,
      ...(changes.workers === undefined ? {} : { NumberOfHumanWorkersPerDataObject: changes.workers }),
      ...(changes.workteam === undefined ? {} : { WorkteamArn: changes.workteam }),
      ...(changes.template === undefined ? {} : { UiConfig: { UiTemplateS3Uri: changes.template } }),
    },
    Tags: [
      ...(job.Tags ?? []).filter(({ Key }) => Key !== CHAINED_FROM && !/^aws:/i.test(Key ?? '')),
      { Key: CHAINED_FROM, Value: job.LabelingJobName },
    ],
  };
  const isPublic = task?.WorkteamArn?.includes(':workteam/public-crowd/') === true;
  return parseJobConfig(JSON.parse(JSON.stringify(value)), {
    connection: clients.connection,
    // A job that was public may be followed by a public one; its price comes along.
    legacyPublic: isPublic ? { price: '' } : undefined,
  });
}
