import { isOwnGroundTruth } from '../connection.ts';
import type { Clients } from '../local-clients.ts';
import { attempt, type DoctorCheck, failure, ok, warning } from './doctor-check.ts';
import { allowsLabelingPages, bucketProblem, inspectBucket } from './inspect-bucket.ts';

/** Whether each bucket is there, ours, in the job's region, and open to labeling pages where it has images. */
export async function checkBuckets(
  clients: Clients,
  buckets: { bucket: string; hasImages: boolean }[],
): Promise<DoctorCheck[]> {
  const checks = await Promise.all(
    buckets.map(({ bucket, hasImages }) =>
      attempt(`bucket ${bucket}`, 'Check the name and your permissions.', () =>
        checkBucket(clients, bucket, hasImages),
      ),
    ),
  );
  return checks.flat();
}

async function checkBucket(clients: Clients, bucket: string, hasImages: boolean): Promise<DoctorCheck[]> {
  const what = `bucket ${bucket}`;
  const found = await inspectBucket(clients, bucket);
  const problem = bucketProblem(bucket, found, clients.connection.region);
  if (problem !== undefined) {
    const [first = '', ...advice] = problem.split(/(?<=\.) /);
    return [failure(what, first, advice.join(' '))];
  }
  if (found.state === 'missing') {
    return [
      hasImages
        ? failure(
            what,
            'It does not exist.',
            'Upload the images: gtkit manifest <folder> --to s3://bucket/folder.',
          )
        : warning(what, 'It does not exist yet.', 'Creating the job with local files makes it.'),
    ];
  }
  const region = 'region' in found ? found.region : '';
  const checks = [ok(what, `There, in ${region}.`)];
  if (!hasImages) return checks;
  const cors = `CORS of ${bucket}`;
  if (await allowsLabelingPages(clients, bucket))
    return [...checks, ok(cors, 'Labeling pages may load images.')];
  const endpoint = isOwnGroundTruth(clients.connection)
    ? `--endpoint-url ${clients.connection.endpointUrl} `
    : '';
  return [
    ...checks,
    failure(
      cors,
      "It has no rule that lets workers' pages load images, so every task of the job would fail.",
      `aws ${endpoint}s3api put-bucket-cors --bucket ${bucket} --cors-configuration '{"CORSRules":[{"AllowedMethods":["GET"],"AllowedOrigins":["*"],"AllowedHeaders":[],"ExposeHeaders":["Access-Control-Allow-Origin"]}]}'`,
    ),
  ];
}
