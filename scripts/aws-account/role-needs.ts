import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { JobConfig } from '../job-config.ts';
import type { RoleNeeds } from './labeling-role.ts';
import { type FoundOutputs, outputAt } from './outputs-file.ts';

/** What a person says on the command line; lists may be empty. */
export interface SaidNeeds {
  name: string;
  inputs: string[];
  /** Where the images of the job's manifest are. */
  images?: string[] | undefined;
  output?: string | undefined;
  functions: string[];
  trusted: string[];
  kmsKeyArn?: string | undefined;
}

/**
 * Where jobs read and write: what is said, what a job's file names, and what was deployed.
 * @returns undefined when nobody says where jobs write
 */
export function gatherPlaces(
  said: Pick<SaidNeeds, 'inputs' | 'images' | 'output'>,
  outputs: FoundOutputs,
  job?: JobConfig,
): { inputs: string[]; output: string } | undefined {
  const manifest = job?.InputConfig.DataSource.S3DataSource?.ManifestS3Uri;
  const template = job?.HumanTaskConfig.UiConfig.UiTemplateS3Uri;
  const isBucket = (uri: string | undefined): uri is string => uri?.startsWith('s3://') === true;
  const named = [manifest, template, job?.LabelCategoryConfigS3Uri].filter(isBucket);
  const output = said.output ?? job?.OutputConfig.S3OutputPath ?? outputAt(outputs, 'outputPath');
  if (output === undefined) return undefined;
  const bucket = outputAt(outputs, 'bucket');
  // What is said comes on top of what the job itself names; deployed templates load their scripts from beside them.
  const places = [...said.inputs, ...(said.images ?? [])];
  const deployedInput = places.length > 0 ? `s3://${bucket}/templates/` : `s3://${bucket}/`;
  return { inputs: [...places, ...named, ...(bucket ? [deployedInput] : [])], output };
}

/**
 * What the jobs' role has to allow: what is said, what a job's file names, and what was deployed.
 * @throws {GroundTruthError} `invalid-argument` that says what is missing
 */
export function gatherRoleNeeds(said: SaidNeeds, outputs: FoundOutputs, job?: JobConfig): RoleNeeds {
  const task = job?.HumanTaskConfig;
  const places = gatherPlaces(said, outputs, job);
  if (places === undefined) {
    throw new GroundTruthError(
      'invalid-argument',
      'Say where jobs write, with --output s3://bucket/folder or --job job.yaml.',
    );
  }
  const fromJob = [
    task?.PreHumanTaskLambdaArn,
    task?.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn,
  ].filter((arn) => arn !== undefined);
  const deployed = Object.keys(outputs.values)
    .filter((name) => /LambdaArn$/.test(name))
    .flatMap((name) => outputAt(outputs, name) ?? []);
  const functionArns = [said.functions, fromJob, deployed].find((list) => list.length > 0) ?? [];
  const wrong = functionArns.find((arn) => !/^arn:aws[a-z-]*:lambda:/.test(arn));
  if (functionArns.length === 0 || wrong !== undefined) {
    throw new GroundTruthError(
      'invalid-argument',
      `A policy needs the ARNs of the functions${wrong === undefined ? '' : `, found ${wrong}`}. Say them with --function, or run "gtkit deploy" first, which writes them to gtkit.outputs.json.`,
    );
  }
  const inputTopicArn = job?.InputConfig.DataSource.SnsDataSource?.SnsTopicArn;
  const outputTopicArn = job?.OutputConfig.SnsTopicArn;
  return {
    name: said.name,
    ...places,
    functionArns: [...new Set(functionArns)],
    trustedRoleArns: said.trusted,
    kmsKeyArn: said.kmsKeyArn,
    ...(inputTopicArn && outputTopicArn ? { streaming: { inputTopicArn, outputTopicArn } } : {}),
  };
}
