import * as z from 'zod/mini';

/**
 * What a deployment leaves for job configs: the file `gtkit.outputs.json`, flat so that a config can say
 * `${outputs.postLambdaArn}`. `preLambdaArn` and `postLambdaArn` are those of the keypoint task, or of AWS's
 * recipe; the other task's carry its name. Templates are S3 URIs, such as `keypointPoseTemplate`.
 */
export const DeploymentOutputs = z.catchall(
  z.object({
    stack: z.string(),
    region: z.string(),
    accountId: z.string(),
    preLambdaArn: z.string(),
    postLambdaArn: z.string(),
    /** The role that labeling jobs run with; AWS's recipe makes none. */
    roleArn: z.optional(z.string()),
    bucket: z.optional(z.string()),
    /** `S3OutputPath` that the role may write. */
    outputPath: z.optional(z.string()),
  }),
  z.string(),
);
export type DeploymentOutputs = z.infer<typeof DeploymentOutputs>;
