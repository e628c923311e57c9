import { dirname, resolve } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { formatS3Uri, parseS3Uri } from '#contracts/s3-uri.ts';
import { checkManifest } from '../check-manifest.ts';
import type { JobConfig } from '../job-config.ts';
import type { Clients } from '../local-clients.ts';
import { readText } from '../read-text.ts';

/**
 * The folder of each bucket that holds all images of a manifest, as S3 URIs that end in a slash: what the role of
 * a job has to read. Lines that no job could take are passed over. Pure.
 */
export function imagePlaces(manifest: string): string[] {
  const folders = new Map<string, string>();
  for (const uri of checkManifest(manifest).sources.values()) {
    const { bucket, key } = parseS3Uri(uri);
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    folders.set(bucket, commonFolder(folders.get(bucket) ?? folder, folder));
  }
  return [...folders].map(([bucket, key]) => formatS3Uri({ bucket, key }));
}

/** The deepest folder that holds both. */
function commonFolder(one: string, other: string): string {
  const parts = one.split('/');
  const others = other.split('/');
  const same = parts.findIndex((part, index) => part !== others[index]);
  return same < 0 ? one : parts.slice(0, same).join('/') + (same > 0 ? '/' : '');
}

/** The same of a job's manifest; nothing when it is not there, or not to be read. */
export async function readImagePlaces(clients: Clients, job: JobConfig, file: string): Promise<string[]> {
  const manifest = job.InputConfig.DataSource.S3DataSource?.ManifestS3Uri;
  if (manifest === undefined) return [];
  const path = manifest.includes('://') ? manifest : resolve(dirname(resolve(file)), manifest);
  try {
    return imagePlaces(await readText(path, clients));
  } catch (error) {
    if (error instanceof GroundTruthError && /^(not-found|access-denied)$/.test(error.code)) return [];
    throw error;
  }
}
