import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, opendir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { withAwsErrors } from '../aws-error.ts';
import { listObjects, readObject } from '../bucket.ts';
import type { Clients } from '../local-clients.ts';

/** The output of a job, wherever it is. Paths are relative, with "/" between their parts. */
export interface JobFiles {
  /** Folder or `s3://` prefix, without a slash at its end. */
  root: string;
  exists(path: string): Promise<boolean>;
  /** Every file below a folder of the output. */
  list(folder: string): AsyncGenerator<string>;
  readText(path: string): Promise<string>;
  /** The lines of a file, one at a time however long it is. */
  lines(path: string): AsyncGenerator<string>;
}

/** The output of a job as a folder on this machine, such as `aws s3 sync` leaves it. */
export function openJobFolder(root: string): JobFiles {
  const at = (path: string) => join(root, ...path.split('/'));
  return {
    root,
    exists: (path) => isFile(at(path)),
    async *list(folder) {
      const entries = await opendir(at(folder), { recursive: true });
      for await (const entry of entries)
        if (entry.isFile())
          yield join(entry.parentPath, entry.name)
            .slice(root.length + 1)
            .replaceAll('\\', '/');
    },
    readText: (path) => readFile(at(path), 'utf8'),
    lines: (path) => readLines(createReadStream(at(path))),
  };
}

/** The output of a job in a bucket of AWS or of our own server. */
export function openJobPrefix(clients: Clients, root: string): JobFiles {
  const uri = (path: string) => `${root}/${path}`;
  return {
    root,
    exists: (path) => objectExists(clients, uri(path)),
    async *list(folder) {
      for await (const object of listObjects(clients, `${uri(folder)}/`))
        yield object.uri.slice(root.length + 1);
    },
    readText: async (path) => new TextDecoder().decode(await readObject(clients, uri(path))),
    async *lines(path) {
      const { bucket: Bucket, key: Key } = parseS3Uri(uri(path));
      const { Body } = await withAwsErrors(
        clients.connection,
        () => clients.s3.send(new GetObjectCommand({ Bucket, Key })),
        { file: uri(path) },
      );
      if (Body instanceof Readable) yield* readLines(Body);
    },
  };
}

/**
 * Writes lines to a file or, with clients, to an `s3://` address. What is there is replaced when the last line
 * is written and not before.
 * @returns the address
 */
export async function writeLines(
  place: string,
  lines: AsyncIterable<string>,
  clients: Clients | undefined,
  scratch: string,
): Promise<string> {
  const isRemote = place.startsWith('s3://');
  const part = isRemote ? join(scratch, 'manifest.part') : `${place}.part`;
  try {
    if (!isRemote) await mkdir(dirname(place), { recursive: true });
    await pipeline(Readable.from(lines), createWriteStream(part));
    if (!isRemote) await rename(part, place);
    else if (clients) await upload(clients, place, part);
    return place;
  } finally {
    await rm(part, { force: true });
  }
}

export async function placeExists(place: string, clients: Clients | undefined): Promise<boolean> {
  if (!place.startsWith('s3://')) return isFile(place);
  if (clients) return objectExists(clients, place);
  throw new GroundTruthError(
    'invalid-argument',
    `${place} is in a bucket, and there is no connection to it.`,
  );
}

async function upload(clients: Clients, uri: string, file: string): Promise<void> {
  const { bucket: Bucket, key: Key } = parseS3Uri(uri);
  const { size } = await stat(file);
  await withAwsErrors(
    clients.connection,
    () =>
      clients.s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: createReadStream(file),
          ContentLength: size,
          ContentType: 'application/x-jsonlines',
        }),
      ),
    { file: uri },
  );
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

async function objectExists(clients: Clients, uri: string): Promise<boolean> {
  const { bucket: Bucket, key: Key } = parseS3Uri(uri);
  try {
    await withAwsErrors(clients.connection, () => clients.s3.send(new HeadObjectCommand({ Bucket, Key })), {
      file: uri,
    });
    return true;
  } catch (error) {
    if (error instanceof GroundTruthError && error.code === 'not-found') return false;
    throw error;
  }
}

async function* readLines(stream: Readable): AsyncGenerator<string> {
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line !== '') yield line;
}
