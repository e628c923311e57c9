import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join, relative, resolve, sep } from 'node:path';
import sharp from 'sharp';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { manifestLimits } from '#contracts/manifest-line.ts';
import { formatS3Uri, parseS3Uri } from '#contracts/s3-uri.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import type { Placement } from '#contracts/task-input.ts';
import { requireUsableBucket } from './aws-account/inspect-bucket.ts';
import { ensureBucket, listObjects, writeObject } from './bucket.ts';
import type { Clients } from './local-clients.ts';
import type { OnProgress } from './progress.ts';
import type { ImageMetadata } from './read-image-metadata.ts';

/** What a labeling page shows and Ground Truth takes, by extension. */
const contentTypes: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
};

/** Ground Truth's quotas for one image. */
const imageLimits = { bytes: 40 * 1024 * 1024, pixels: 100_000_000 } as const;

export interface CreateManifestOptions {
  clients: Clients;
  /** A folder of images, or an `s3://` prefix under which they already are. */
  source: string;
  /** Where a folder's images go, as an `s3://` prefix. */
  to?: string;
  /** Where the manifest is written: a file or an `s3://` URI. */
  output: string;
  /** Goes onto every line, for a keypoint job. */
  skeleton?: Skeleton;
  /** Goes onto every line, for a box job. */
  labels?: string[];
  /** How an animal is begun, on every line. */
  placement?: Placement;
  /** Boxes by four clicks, on every line. */
  extreme?: boolean;
  /** Sentence above the image, on every line. */
  header?: string;
  /** Attributes of single images, which come along to the output manifest. */
  metadata?: ImageMetadata;
  /** Writes no file here; what would be sent is the clients' matter. */
  dryRun?: boolean;
  onProgress?: OnProgress;
}

export interface CreatedManifest {
  output: string;
  objects: number;
  /** Images that cannot be labeled, each with its reason. Files that are no images are only counted. */
  skipped: { file: string; reason: string }[];
  otherFiles: number;
  /** Images for which the metadata has no row. */
  withoutMetadata?: number;
}

/**
 * Writes an input manifest for the images of a folder (which it uploads) or of a bucket, in the order of their
 * names. An image that cannot be read is left out and reported; the others go on.
 * @throws {GroundTruthError} `not-found` when there is no image at all
 */
export async function createManifest(options: CreateManifestOptions): Promise<CreatedManifest> {
  const { clients, source, output } = options;
  const found = source.startsWith('s3://')
    ? await findInBucket(clients, source)
    : await uploadFolder(options);
  if (found.uris.length === 0) {
    throw new GroundTruthError(
      'not-found',
      `There is no .jpg, .jpeg or .png that can be labeled in ${source}${
        found.skipped[0] ? ` (${found.skipped[0].file}: ${found.skipped[0].reason})` : ''
      }.`,
    );
  }
  if (found.uris.length > manifestLimits.lines) {
    throw new GroundTruthError(
      'limit-exceeded',
      `${source} has ${found.uris.length} images; one manifest takes ${manifestLimits.lines}.`,
    );
  }
  const shared = {
    ...(options.skeleton ? { skeleton: options.skeleton } : {}),
    ...(options.labels ? { labels: options.labels } : {}),
    ...(options.placement ? { placement: options.placement } : {}),
    ...(options.extreme ? { extreme: true } : {}),
    ...(options.header === undefined ? {} : { header: options.header }),
  };
  let withoutMetadata = 0;
  const lines = found.uris.map((uri) => {
    const known = options.metadata?.find(uri);
    if (options.metadata && known === undefined) withoutMetadata++;
    return `${JSON.stringify({ 'source-ref': uri, ...shared, ...known })}\n`;
  });
  const text = lines.join('');
  if (output.startsWith('s3://')) {
    await ensureBucket(clients, parseS3Uri(output).bucket);
    await writeObject(clients, output, text, 'application/x-ndjson');
  } else if (!options.dryRun) await writeFile(output, text);
  return {
    output,
    objects: found.uris.length,
    skipped: found.skipped,
    otherFiles: found.otherFiles,
    ...(options.metadata ? { withoutMetadata } : {}),
  };
}

interface FoundImages {
  uris: string[];
  skipped: { file: string; reason: string }[];
  otherFiles: number;
}

async function findInBucket(clients: Clients, prefix: string): Promise<FoundImages> {
  const found: FoundImages = { uris: [], skipped: [], otherFiles: 0 };
  await requireUsableBucket(clients, parseS3Uri(prefix).bucket);
  for await (const { uri, key, size } of listObjects(clients, prefix)) {
    if (key.endsWith('/')) continue;
    if (!(extname(key).toLowerCase() in contentTypes)) found.otherFiles++;
    else if (size > imageLimits.bytes) found.skipped.push({ file: uri, reason: tooHeavy(size) });
    else found.uris.push(uri);
  }
  return found;
}

async function uploadFolder(options: CreateManifestOptions): Promise<FoundImages> {
  const { clients, source, onProgress } = options;
  const folder = await stat(source).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw new GroundTruthError(
      'not-found',
      folder?.isFile()
        ? `${source} is a file; expected a folder of images or an s3:// prefix. To check a manifest: gtkit manifest --check ${source}`
        : `Expected a folder of images or an s3:// prefix, found nothing at ${source}.`,
    );
  }
  const to = parseS3Uri(options.to ?? `s3://ground-truth-kit/${bucketSafe(basename(resolve(source)))}`);
  await ensureBucket(clients, to.bucket);
  const found: FoundImages = { uris: [], skipped: [], otherFiles: 0 };
  const names = await readdir(source, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
    // By number where names have numbers, so that frame 10 comes after frame 9.
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const prefix = to.key === '' || to.key.endsWith('/') ? to.key : `${to.key}/`;
  for (const [index, file] of files.entries()) {
    const contentType = contentTypes[extname(file).toLowerCase()];
    if (contentType === undefined) found.otherFiles++;
    else {
      const bytes = await readFile(join(source, file));
      const reason = await problemOfImage(bytes);
      if (reason === undefined) {
        const uri = formatS3Uri({ bucket: to.bucket, key: prefix + file.split(sep).join('/') });
        found.uris.push(await writeObject(clients, uri, bytes, contentType));
      } else found.skipped.push({ file, reason });
    }
    onProgress?.({ kind: 'count', text: 'Uploading images', done: index + 1, total: files.length });
  }
  return found;
}

async function problemOfImage(bytes: Uint8Array): Promise<string | undefined> {
  if (bytes.length > imageLimits.bytes) return tooHeavy(bytes.length);
  try {
    // Only the header is read; the limit is checked here so that the reason is ours.
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return width * height > imageLimits.pixels
      ? `It has ${width} x ${height} pixels; Ground Truth takes 100 million.`
      : undefined;
  } catch {
    return 'It cannot be read as an image.';
  }
}

const tooHeavy = (bytes: number) => `It has ${Math.ceil(bytes / 1e6)} MB; Ground Truth takes 40 MB.`;

/** A folder's name as part of an S3 key: letters, digits, dots and dashes. */
function bucketSafe(name: string): string {
  return name.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^-+|-+$/g, '') || 'images';
}
