import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { Clients } from '../local-clients.ts';
import { allowsLabelingPages, bucketProblem, inspectBucket } from './inspect-bucket.ts';

/** Buckets that are looked at: a manifest rarely has more than one. */
const MOST = 10;

/**
 * Looks at the buckets that a job's images are in.
 * @returns what may keep workers from seeing them, one sentence each
 * @throws {GroundTruthError} `invalid-argument` when one is in another region than the job, which then fails
 */
export async function checkImageBuckets(clients: Clients, buckets: ReadonlySet<string>): Promise<string[]> {
  const { region } = clients.connection;
  const warnings: string[] = [];
  for (const bucket of [...buckets].slice(0, MOST)) {
    const found = await inspectBucket(clients, bucket);
    const problem = bucketProblem(bucket, found, region);
    if (found.state === 'elsewhere') throw new GroundTruthError('invalid-argument', problem ?? '');
    if (found.state === 'missing') warnings.push(`The bucket ${bucket}, where images are, does not exist.`);
    // The job's role may well be allowed to read what these credentials may not see.
    else if (problem !== undefined) warnings.push(problem);
    else if (!(await mayLoad(clients, bucket)))
      warnings.push(
        `The bucket ${bucket} has no CORS rule, so workers' pages cannot load its images: "gtkit doctor" prints one.`,
      );
  }
  return warnings;
}

/** Whether pages may load images, as far as these credentials can tell. */
async function mayLoad(clients: Clients, bucket: string): Promise<boolean> {
  try {
    return await allowsLabelingPages(clients, bucket);
  } catch (error) {
    if (error instanceof GroundTruthError && error.code === 'access-denied') return true;
    throw error;
  }
}
