import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { readAwsError } from './aws-error.ts';
import type { ManifestProblem } from './check-manifest.ts';
import type { Clients } from './local-clients.ts';
import type { OnProgress } from './progress.ts';

/** Requests in flight; enough to hide latency, few enough for any server. */
const PARALLEL = 16;

/** Asks the bucket for every image of a manifest and reports those that are not there. */
export async function findMissingImages(
  clients: Clients,
  sources: ReadonlyMap<number, string>,
  onProgress?: OnProgress,
): Promise<ManifestProblem[]> {
  const problems: ManifestProblem[] = [];
  const queue = sources.entries();
  let done = 0;
  const work = async () => {
    for (const [line, uri] of queue) {
      const { bucket, key } = parseS3Uri(uri);
      try {
        await clients.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      } catch (error) {
        if (!(error instanceof Error && error.name === 'NotFound'))
          throw readAwsError(error, clients.connection, { file: uri });
        problems.push({ line, reason: `The image ${uri} is not in the bucket.` });
      }
      onProgress?.({ kind: 'count', text: 'Looking for the images', done: ++done, total: sources.size });
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, sources.size) }, work));
  return problems.sort((a, b) => a.line - b.line);
}
