import type { RepositoryStandIn } from './repository-stand-in.ts';

/** Where AWS's recipe lies in a region. */
export const recipeId = (region: string) =>
  `arn:aws:serverlessrepo:${region}:838997950401:applications/aws-sagemaker-ground-truth-recipe`;

/** A template with the quirks of AWS's recipe: short tags, implicit roles, and one output named twice. */
export const recipeTemplate = (runtime: string) => `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Timeout: 30
Resources:
  GtRecipePreHumanTaskFunction:
    Type: AWS::Serverless::Function # the pre-annotation function
    Properties:
      CodeUri: s3://repository/pre
      Handler: pre_human_task_lambda.lambda_handler
      Runtime: ${runtime}
  GtRecipeAnnotationConsolidationFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: s3://repository/post
      Handler: annotation_consolidation_lambda.lambda_handler
      Runtime: ${runtime}
Outputs:
  GtRecipePreHumanTaskFunction:
    Value: !GetAtt GtRecipePreHumanTaskFunction.Arn
  GtRecipePreHumanTaskFunctionIamRole:
    Value: !GetAtt GtRecipePreHumanTaskFunctionRole.Arn
  GtRecipeAnnotationConsolidationFunction:
    Value: !GetAtt GtRecipeAnnotationConsolidationFunction.Arn
  GtRecipePreHumanTaskFunctionIamRole:
    Value: !GetAtt GtRecipeAnnotationConsolidationFunctionRole.Arn
`;

/** Puts the recipe into a repository, with the runtime that it wants; AWS's own has been python3.9 since 2022. */
export function publishRecipe(
  { applications }: RepositoryStandIn,
  runtime = 'python3.9',
  region = 'us-east-1',
): void {
  const id = recipeId(region);
  const versions = new Map([['1.0.3', recipeTemplate(runtime)]]);
  applications.set(id, { id, details: { name: 'recipe' }, versions, policy: [] });
}
