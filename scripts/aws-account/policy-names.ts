/** Parts of a function's name that AWS's managed policies let a labeling job invoke. */
const patterns = {
  AmazonSageMakerGroundTruthExecution: /GtRecipe|LabelingFunction|SageMaker|sagemaker|Sagemaker/,
  AmazonSageMakerFullAccess: /LabelingFunction|SageMaker|sagemaker|Sagemaker/,
} as const;

/** The managed policies that do not let a job invoke a function of this name. Pure. */
export function policiesAgainst(functionName: string): string[] {
  return Object.entries(patterns)
    .filter(([, pattern]) => !pattern.test(functionName))
    .map(([policy]) => policy);
}
