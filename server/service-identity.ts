/** The account and region that every name of this server carries; LocalStack and others use the same. */
export const serviceIdentity = { region: 'us-east-1', accountId: '000000000000' } as const;

const { region, accountId } = serviceIdentity;

/** The ARN lower-cases the job's name, as Ground Truth does; S3 paths keep the case. */
export const labelingJobArn = (name: string) =>
  `arn:aws:sagemaker:${region}:${accountId}:labeling-job/${name.toLowerCase()}`;

export const workteamArn = (name: string) =>
  `arn:aws:sagemaker:${region}:${accountId}:workteam/private-crowd/${name}`;

export const workforceArn = (name: string) => `arn:aws:sagemaker:${region}:${accountId}:workforce/${name}`;

/** A private worker's id: stable for a name, in the form that Ground Truth has used since 2020. */
export const privateWorkerId = (hexDigest: string) => `private.${region}.${hexDigest.slice(0, 16)}`;
