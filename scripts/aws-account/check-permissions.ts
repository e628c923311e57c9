import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { withAwsErrors } from '../aws-error.ts';
import { isOwnGroundTruth } from '../connection.ts';
import type { JobConfig } from '../job-config.ts';
import type { AccountClients } from './account-clients.ts';
import { builtInName } from './built-in-accounts.ts';
import { type DoctorCheck, ok, skipped, warning } from './doctor-check.ts';
import { partitionOf } from './find-place.ts';

const WHAT = 'permissions';

/** One thing that a job does with its role. */
interface Need {
  action: string;
  resource: string;
}

/** What a job of this configuration does with its role, one call of each kind. Pure. */
export function needsOf(config: JobConfig, images: readonly string[], region: string): Need[] {
  const { HumanTaskConfig: task, InputConfig: input, OutputConfig: output } = config;
  const arnOf = (uri: string) => {
    const { bucket, key } = parseS3Uri(uri);
    return `arn:${partitionOf(region)}:s3:::${bucket}/${key}`;
  };
  const functions = [
    task.PreHumanTaskLambdaArn,
    task.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn,
  ].filter((arn) => arn?.startsWith('arn:') === true && builtInName(arn) === undefined);
  const read = [input.DataSource.S3DataSource?.ManifestS3Uri, task.UiConfig.UiTemplateS3Uri, ...images];
  const outputFile = `${output.S3OutputPath.replace(/\/+$/, '')}/${config.LabelingJobName}/manifests/output/output.manifest`;
  return [
    ...functions.map((arn) => ({ action: 'lambda:InvokeFunction', resource: arn ?? '' })),
    ...read
      .filter((uri) => uri?.startsWith('s3://') === true)
      .map((uri) => ({ action: 's3:GetObject', resource: arnOf(uri ?? '') })),
    { action: 's3:PutObject', resource: arnOf(outputFile) },
  ];
}

/**
 * Whether the role's own policies allow what the job does. A bucket's policy may allow the same, and IAM does not
 * weigh it here, so a missing permission is only a warning.
 * @param images one image of each bucket
 */
export async function checkPermissions(
  clients: AccountClients,
  config: JobConfig,
  images: readonly string[],
): Promise<DoctorCheck> {
  const { RoleArn } = config;
  if (isOwnGroundTruth(clients.connection) || RoleArn === undefined)
    return skipped(WHAT, 'Your own Ground Truth asks for none.');
  const missing: Need[] = [];
  const needs = needsOf(config, images, clients.connection.region);
  for (const need of needs) {
    const { EvaluationResults = [] } = await withAwsErrors(clients.connection, () =>
      clients.iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: RoleArn,
          ActionNames: [need.action],
          ResourceArns: [need.resource],
        }),
      ),
    );
    if (EvaluationResults.some(({ EvalDecision }) => EvalDecision !== 'allowed')) missing.push(need);
  }
  const [first] = missing;
  if (first === undefined)
    return ok(WHAT, `The role may do what the job does (${needs.length} calls looked at).`);
  const more = missing.length === 1 ? '' : `, and ${missing.length - 1} more`;
  return warning(
    WHAT,
    `The role's policies do not allow ${first.action} on ${first.resource}${more}.`,
    'Make one that does: gtkit role --job job.yaml --aws --apply.',
  );
}
