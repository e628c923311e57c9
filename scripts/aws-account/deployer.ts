import { deployerPolicy } from '#infra/deployer-policy.ts';
import type { Place, PolicyDocument } from '#infra/policies.ts';
import { defaultBucket } from '../deploy/artifact-bucket.ts';

/** The policy of who deploys; without a bucket for the one that a deployment would make. */
export const deployerPolicyOf = (
  place: Place,
  options: { stackName: string; bucket?: string | undefined; roleName: string },
): PolicyDocument =>
  deployerPolicy(place, {
    ...options,
    bucket: options.bucket ?? defaultBucket(place.accountId, place.region),
  });
