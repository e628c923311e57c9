import { join } from 'node:path';
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
  keypointPoseTemplate: builtTemplate('keypoint-pose'),
  boundingBoxTemplate: builtTemplate('bounding-box'),
  imageClassificationTemplate: builtTemplate('image-classification'),
  boxVerificationTemplate: builtTemplate('box-verification'),
  poseVerificationTemplate: builtTemplate('pose-verification'),
};

/** Values of buckets hold wherever the job runs; these are for who has not deployed yet. */
const localDefaults: Record<string, string> = {
  bucket: 'ground-truth-kit',
  outputPath: 's3://ground-truth-kit/output',
  region: 'us-east-1',
  accountId: '000000000000',
};

function builtTemplate(name: string): string {
  return join(projectRoot, 'dist', 'templates', `${name}.liquid.html`);
}

/**
 * The value of an output when the job runs on our own Ground Truth: a function's name there instead of its ARN
 * on AWS, the built file instead of the published template, so that one job file serves both.
 */
export function localOutput(outputs: FoundOutputs, name: string): string | undefined {
  return localValues[name] ?? outputAt(outputs, name) ?? localDefaults[name];
}
