import { ADAPTIVE_TAG } from '#contracts/adaptive-assignment.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { CreateLabelingJobRequest } from '#contracts/labeling-api.ts';
import { readAdaptive } from '../engine/job.ts';
import { OperationError } from './aws-error.ts';
import { checkBuiltIn } from './built-in-arns.ts';

/**
 * The rules of CreateLabelingJob that its model does not write down, and what this server does not have.
 * @throws {OperationError} `ValidationException`
 */
export function checkLabelingJob(request: CreateLabelingJobRequest): void {
  const { DataSource } = request.InputConfig;
  const task = request.HumanTaskConfig;
  if (DataSource.SnsDataSource !== undefined) {
    refuse('Streaming labeling jobs (SnsDataSource) are not emulated here; use S3DataSource.');
  }
  if (DataSource.S3DataSource === undefined) refuse('InputConfig.DataSource must have an S3DataSource.');
  const name = request.LabelAttributeName;
  if (name.endsWith('-metadata') || name === 'source' || name === 'source-ref') {
    refuse(`LabelAttributeName '${name}' must not be source, source-ref, or end with -metadata.`);
  }
  if (task.UiConfig.HumanTaskUiArn !== undefined) {
    refuse('HumanTaskUiArn is not emulated here; use UiTemplateS3Uri.');
  }
  if (task.UiConfig.UiTemplateS3Uri === undefined)
    refuse('UiConfig must have UiTemplateS3Uri or HumanTaskUiArn.');
  if (request.LabelingJobAlgorithmsConfig !== undefined) {
    refuse(
      'Automated labeling (LabelingJobAlgorithmsConfig) is not emulated here, nor is it for custom jobs on AWS.',
    );
  }
  if (request.StoppingConditions !== undefined && Object.keys(request.StoppingConditions).length > 0) {
    refuse('StoppingConditions are not emulated here.');
  }
  const uris = {
    ManifestS3Uri: DataSource.S3DataSource?.ManifestS3Uri,
    S3OutputPath: request.OutputConfig.S3OutputPath,
    UiTemplateS3Uri: task.UiConfig.UiTemplateS3Uri,
    LabelCategoryConfigS3Uri: request.LabelCategoryConfigS3Uri,
  };
  for (const [member, uri] of Object.entries(uris)) {
    if (uri !== undefined && uri !== '' && !uri.startsWith('s3://')) {
      refuse(`${member} '${uri}' must start with s3:// here.`);
    }
  }
  checkAdaptive(request);
  checkBuiltIn(task.PreHumanTaskLambdaArn);
  checkBuiltIn(task.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn);
}

/** An assignment that adapts needs somebody who says how sure a label is. */
function checkAdaptive(request: CreateLabelingJobRequest): void {
  try {
    const isAsked = readAdaptive(request) !== undefined;
    if (isAsked && request.HumanTaskConfig.AnnotationConsolidationConfig === undefined)
      refuse(`The tag ${ADAPTIVE_TAG} needs an AnnotationConsolidationConfig.`);
  } catch (error) {
    if (error instanceof GroundTruthError) refuse(error.message);
    throw error;
  }
}

function refuse(message: string): never {
  throw new OperationError('ValidationException', message);
}
