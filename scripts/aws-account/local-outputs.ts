import { join } from 'node:path';
import { templateOutputName } from '../deploy/write-outputs.ts';
import { listLocales } from '../localize/languages.ts';
import { projectRoot } from '../project-root.ts';
import { type FoundOutputs, outputAt } from './outputs-file.ts';

/** What a deployment's outputs are on our own Ground Truth, where nothing was deployed. */
const localValues: Record<string, string> = {
  preLambdaArn: 'keypoint-pre-LabelingFunction',
  postLambdaArn: 'keypoint-post-LabelingFunction',
  keypointPreLambdaArn: 'keypoint-pre-LabelingFunction',
  keypointPostLambdaArn: 'keypoint-post-LabelingFunction',
  boundingBoxPreLambdaArn: 'bounding-box-pre-LabelingFunction',
  boundingBoxPostLambdaArn: 'bounding-box-post-LabelingFunction',
  classificationPreLambdaArn: 'classification-pre-LabelingFunction',
  classificationPostLambdaArn: 'classification-post-LabelingFunction',
  roleArn: 'arn:aws:iam::000000000000:role/ground-truth-kit',
  ...builtTemplates([
    'keypoint-pose',
    'bounding-box',
    'image-classification',
    'box-verification',
    'pose-verification',
  ]),
};

/** Values of buckets hold wherever the job runs; these are for who has not deployed yet. */
const localDefaults: Record<string, string> = {
  bucket: 'ground-truth-kit',
  outputPath: 's3://ground-truth-kit/output',
  region: 'us-east-1',
  accountId: '000000000000',
};

/** The files of templates, in English and in every other language, by the names of their outputs. */
function builtTemplates(names: readonly string[]): Record<string, string> {
  const folder = join(projectRoot, 'dist', 'templates');
  const files = names.flatMap((name) => [name, ...listLocales().map((locale) => `${name}.${locale}`)]);
  return Object.fromEntries(
    files.map((name) => [templateOutputName(name), join(folder, `${name}.liquid.html`)]),
  );
}

/**
 * The value of an output when the job runs on our own Ground Truth: a function's name there instead of its ARN
 * on AWS, the built file instead of the published template, so that one job file serves both.
 */
export function localOutput(outputs: FoundOutputs, name: string): string | undefined {
  return localValues[name] ?? outputAt(outputs, name) ?? localDefaults[name];
}
