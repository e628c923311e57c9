import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  CreateLabelingJobCommand,
  type CreateLabelingJobCommandInput,
  DescribeWorkteamCommand,
} from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { formatS3Uri, parseS3Uri } from '#contracts/s3-uri.ts';
import { withAwsErrors } from './aws-error.ts';
import { ensureBucket, writeObject } from './bucket.ts';
import { ensureWorkteam } from './ensure-workteam.ts';
import type { JobConfig } from './job-config.ts';
import type { Clients } from './local-clients.ts';
import { readText } from './read-text.ts';

/** Our own Ground Truth asks for no permissions, but the API wants a role in every request. */
const LOCAL_ROLE = 'arn:aws:iam::000000000000:role/ground-truth-kit';

/**
 * Creates a labeling job. Names in place of ARNs are looked up, and files in place of addresses are uploaded
 * next to the output, so that one small file works on our own Ground Truth and on AWS.
 * @param file where the configuration was read, from which relative paths start
 * @returns the job's ARN
 */
export async function createLabelingJob(clients: Clients, config: JobConfig, file?: string): Promise<string> {
  const request = await resolveConfig(clients, config, file);
  const answer = await withAwsErrors(
    clients.connection,
    () => clients.sagemaker.send(new CreateLabelingJobCommand(request)),
    { job: config.LabelingJobName },
  );
  return answer.LabelingJobArn ?? '';
}

async function resolveConfig(
  clients: Clients,
  config: JobConfig,
  file?: string,
): Promise<CreateLabelingJobCommandInput> {
  const { HumanTaskConfig: task, InputConfig: input } = config;
  const folder = file === undefined ? process.cwd() : dirname(resolve(file));
  const upload = (path: string, contentType: string) =>
    path.includes('://')
      ? path
      : uploadFile(clients, config, isAbsolute(path) ? path : resolve(folder, path), contentType);
  const manifest = input.DataSource.S3DataSource?.ManifestS3Uri;
  const template = task.UiConfig.UiTemplateS3Uri;
  const post = task.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn;
  const pre = task.PreHumanTaskLambdaArn;
  const role = config.RoleArn ?? (clients.connection.endpointUrl === undefined ? undefined : LOCAL_ROLE);
  if (role === undefined) {
    throw new GroundTruthError(
      'invalid-argument',
      'On AWS a job needs "RoleArn", the role that it runs with.',
    );
  }
  return {
    ...config,
    RoleArn: role,
    InputConfig: {
      ...input,
      DataSource: {
        ...input.DataSource,
        ...(manifest === undefined
          ? {}
          : { S3DataSource: { ManifestS3Uri: await upload(manifest, 'application/x-ndjson') } }),
      },
    },
    HumanTaskConfig: {
      ...task,
      WorkteamArn: await findWorkteam(clients, task.WorkteamArn),
      UiConfig: {
        ...task.UiConfig,
        ...(template === undefined ? {} : { UiTemplateS3Uri: await upload(template, 'text/html') }),
      },
      ...(pre === undefined ? {} : { PreHumanTaskLambdaArn: await findFunction(clients, pre) }),
      ...(post === undefined
        ? {}
        : {
            AnnotationConsolidationConfig: {
              AnnotationConsolidationLambdaArn: await findFunction(clients, post),
            },
          }),
    },
    // Passed on as it was read; the service judges what the kit does not use.
  } as CreateLabelingJobCommandInput;
}

async function uploadFile(
  clients: Clients,
  config: JobConfig,
  path: string,
  contentType: string,
): Promise<string> {
  const text = await readText(path);
  const { bucket, key } = parseS3Uri(config.OutputConfig.S3OutputPath);
  const folder = [key.replace(/\/+$/, ''), 'input', config.LabelingJobName]
    .filter((part) => part !== '')
    .join('/');
  await ensureBucket(clients, bucket);
  return writeObject(clients, formatS3Uri({ bucket, key: `${folder}/${basename(path)}` }), text, contentType);
}

/** The ARN of a work team given by its ARN or its name. On our own Ground Truth a new name makes a new team. */
async function findWorkteam(clients: Clients, nameOrArn: string): Promise<string> {
  if (nameOrArn.startsWith('arn:')) return nameOrArn;
  if (clients.connection.endpointUrl !== undefined) return ensureWorkteam(clients, nameOrArn);
  const answer = await withAwsErrors(clients.connection, () =>
    clients.sagemaker.send(new DescribeWorkteamCommand({ WorkteamName: nameOrArn })),
  );
  return answer.Workteam?.WorkteamArn ?? '';
}

/**
 * The ARN of a Lambda function given by its ARN or its name.
 * @throws {GroundTruthError} `not-found` with the functions that there are
 */
async function findFunction(clients: Clients, nameOrArn: string): Promise<string> {
  if (nameOrArn.startsWith('arn:')) return nameOrArn;
  const names: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await withAwsErrors(clients.connection, () =>
      clients.lambda.send(new ListFunctionsCommand({ ...(Marker ? { Marker } : {}) })),
    );
    for (const { FunctionName, FunctionArn } of page.Functions ?? []) {
      if (FunctionName === nameOrArn && FunctionArn) return FunctionArn;
      if (FunctionName) names.push(FunctionName);
    }
    Marker = page.NextMarker;
  } while (Marker);
  throw new GroundTruthError(
    'not-found',
    `There is no function ${nameOrArn}. ${names.length > 0 ? `There are ${names.slice(0, 20).join(', ')}.` : 'There is none at all.'}`,
  );
}
