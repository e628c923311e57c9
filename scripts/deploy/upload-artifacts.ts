import { PutObjectCommand } from '@aws-sdk/client-s3';
import { withAwsErrors } from '../aws-error.ts';
import type { OnProgress } from '../progress.ts';
import type { DeployClients } from './deploy-clients.ts';
import type { Artifact } from './read-artifacts.ts';

/**
 * Puts files into a bucket of this account. A key that is there already is left alone: it holds the same bytes.
 * @returns how many were not there yet
 */
export async function uploadArtifacts(
  clients: DeployClients,
  files: readonly Artifact[],
  { bucket, accountId, onProgress }: { bucket: string; accountId: string; onProgress: OnProgress },
): Promise<number> {
  let uploaded = 0;
  for (const [index, { key, body, contentType }] of files.entries()) {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: contentType,
      ExpectedBucketOwner: accountId,
      IfNoneMatch: '*',
    });
    try {
      await withAwsErrors(clients.connection, () => clients.s3.send(command), {
        file: `s3://${bucket}/${key}`,
      });
      uploaded++;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'PreconditionFailed')) throw error;
    }
    const note = uploaded === index + 1 ? '' : `${index + 1 - uploaded} there already`;
    onProgress({ kind: 'count', text: 'Uploading', done: index + 1, total: files.length, note });
  }
  return uploaded;
}
