import type { JobConfig } from '../job-config.ts';
import { builtInAccounts, builtInName } from './built-in-accounts.ts';

/** Tasks whose label is a reference to a file, so that the label attribute has to end in "-ref". */
const referenceTasks = /(SemanticSegmentation|VideoObject|3DPointCloud)/;

/** Mechanical Turk kept a task for at most twelve hours. */
const PUBLIC_LIFETIME_SECONDS = 43_200;

/**
 * The rules of CreateLabelingJob that no single field can tell, each broken one as a sentence that begins with
 * the field. Pure: nothing is asked.
 * @param region where the job is to run on AWS; undefined for our own Ground Truth
 */
export function checkJob(
  config: JobConfig,
  { region, legacyPublic = false }: { region?: string | undefined; legacyPublic?: boolean },
): string[] {
  const { HumanTaskConfig: task, InputConfig: input, OutputConfig: output } = config;
  const { S3DataSource, SnsDataSource } = input.DataSource;
  const { UiTemplateS3Uri, HumanTaskUiArn } = task.UiConfig;
  const pre = task.PreHumanTaskLambdaArn;
  const post = task.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn;
  const problems: (string | false | undefined)[] = [
    !S3DataSource &&
      !SnsDataSource &&
      'InputConfig.DataSource needs an S3DataSource with a manifest, or an SnsDataSource.',
    SnsDataSource &&
      !output.SnsTopicArn &&
      'OutputConfig.SnsTopicArn is needed by a streaming job: labels are announced there.',
    SnsDataSource &&
      config.StoppingConditions &&
      'StoppingConditions have no effect on a streaming job; remove them.',
    SnsDataSource &&
      region === undefined &&
      'InputConfig.DataSource.SnsDataSource: streaming is for AWS only so far.',
    (UiTemplateS3Uri === undefined) === (HumanTaskUiArn === undefined) &&
      'HumanTaskConfig.UiConfig needs either UiTemplateS3Uri or HumanTaskUiArn.',
    config.LabelingJobAlgorithmsConfig &&
      builtInName(pre ?? '') === undefined &&
      'LabelingJobAlgorithmsConfig: automated labeling is for built-in tasks, not for custom ones.',
    ...checkAttribute(config, pre),
    ...[
      ['PreHumanTaskLambdaArn', pre],
      ['AnnotationConsolidationLambdaArn', post],
    ].map(([field = '', arn]) => checkFunctionArn(field, arn, region)),
    checkRegion('WorkteamArn', task.WorkteamArn, region),
    ...checkPublic(config, legacyPublic),
    ...checkTags(config),
  ];
  return problems.filter((problem) => typeof problem === 'string');
}

function checkAttribute(config: JobConfig, pre: string | undefined): (string | undefined)[] {
  const builtIn = builtInName(pre ?? '');
  if (builtIn === undefined) return [];
  const needsReference = referenceTasks.test(builtIn);
  const hasReference = config.LabelAttributeName.endsWith('-ref');
  if (needsReference === hasReference) return [];
  return [
    needsReference
      ? `LabelAttributeName has to end in "-ref" for ${builtIn}, whose labels are files.`
      : `LabelAttributeName must not end in "-ref" for ${builtIn}.`,
  ];
}

function checkFunctionArn(field: string, arn: string | undefined, region?: string): string | undefined {
  if (!arn?.startsWith('arn:') || region === undefined) return undefined;
  const builtIn = builtInName(arn);
  const account = builtInAccounts[region];
  if (builtIn !== undefined && account !== undefined && !arn.includes(`:${region}:${account}:`)) {
    return `${field}: ${builtIn} of ${region} is arn:aws:lambda:${region}:${account}:function:${builtIn}, found ${arn}.`;
  }
  return checkRegion(field, arn, region);
}

/** A job, its functions and its team have to be in one region. */
function checkRegion(field: string, arn: string, region?: string): string | undefined {
  const found = arn.startsWith('arn:') ? arn.split(':')[3] : undefined;
  if (region === undefined || found === undefined || found === '' || found === region) return undefined;
  return `${field} is in ${found}, and the job in ${region}: they have to be in one region (--region ${found}?).`;
}

function checkPublic(config: JobConfig, legacyPublic: boolean): (string | undefined)[] {
  const task = config.HumanTaskConfig;
  const isPublic = task.WorkteamArn.includes(':workteam/public-crowd/');
  if (!legacyPublic) {
    const closed =
      'the public workforce is closed (Mechanical Turk ended on 2026-09-30); use a private team, or --legacy-public for an account that still has it.';
    return [
      isPublic ? `WorkteamArn: ${closed}` : undefined,
      task.PublicWorkforceTaskPrice ? `PublicWorkforceTaskPrice: ${closed}` : undefined,
    ];
  }
  return [
    isPublic && !task.PublicWorkforceTaskPrice?.AmountInUsd
      ? 'PublicWorkforceTaskPrice.AmountInUsd is needed for the public workforce (--price 0.012).'
      : undefined,
    isPublic && (task.TaskAvailabilityLifetimeInSeconds ?? 0) > PUBLIC_LIFETIME_SECONDS
      ? `TaskAvailabilityLifetimeInSeconds is at most ${PUBLIC_LIFETIME_SECONDS} for the public workforce.`
      : undefined,
  ];
}

function checkTags(config: JobConfig): string[] {
  const keys = (config.Tags ?? []).map(({ Key }) => Key);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  return [
    ...twice.map((key) => `Tags has the key ${key} twice.`),
    ...keys
      .filter((key) => /^aws:/i.test(key))
      .map((key) => `Tags: ${key} begins with "aws:", which is AWS's own.`),
  ];
}
