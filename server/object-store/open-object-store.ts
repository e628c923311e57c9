import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';
import { checkKey } from './escape-key.ts';
import { KeyIndex } from './key-index.ts';
import { listKeys } from './list-keys.ts';
import { ObjectFiles, type StoredObject } from './object-files.ts';
import type {
  BucketInfo,
  CorsRule,
  ListOptions,
  ListResult,
  ObjectInfo,
  ObjectStore,
  PutOptions,
} from './object-store.ts';
import { writeBody } from './write-body.ts';

/** What `bucket.json` holds. */
interface BucketFile {
  created: string;
  documents: Record<string, string>;
}

interface OpenBucket {
  file: BucketFile;
  objects: Map<string, StoredObject>;
  index: KeyIndex;
}

/**
 * Opens a folder as an object store, makes it when it is missing, and repairs what a crash left behind.
 * Only one process may have a folder open.
 */
export async function openObjectStore(folder: string): Promise<ObjectStore> {
  return new FolderStore(resolve(folder));
}

class FolderStore implements ObjectStore {
  readonly uploadsFolder: string;
  readonly #files: ObjectFiles;
  readonly #buckets = new Map<string, OpenBucket>();

  constructor(folder: string) {
    this.#files = new ObjectFiles(folder);
    this.uploadsFolder = join(folder, '.uploads');
    mkdirSync(this.uploadsFolder, { recursive: true });
    this.#files.recover();
    for (const bucket of readdirSync(folder)) {
      if (existsSync(join(folder, bucket, 'bucket.json'))) this.#openBucket(bucket);
    }
  }

  async createBucket(bucket: string): Promise<void> {
    if (!/^[a-z0-9](?:[a-z0-9-]|\.(?=[a-z0-9])){1,61}[a-z0-9]$/.test(bucket)) {
      throw new GroundTruthError(
        'invalid-argument',
        `A bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens; found ${excerpt(bucket)}.`,
      );
    }
    if (this.#buckets.has(bucket)) return;
    mkdirSync(join(this.#files.bucketFolder(bucket), 'objects'), { recursive: true });
    const file: BucketFile = { created: new Date().toISOString(), documents: {} };
    this.#writeBucketFile(bucket, file);
    this.#buckets.set(bucket, { file, objects: new Map(), index: new KeyIndex() });
  }

  async deleteBucket(bucket: string): Promise<void> {
    if (this.#bucket(bucket).objects.size > 0) {
      throw new GroundTruthError('conflict', `The bucket ${bucket} is not empty.`);
    }
    this.#buckets.delete(bucket);
    const folder = this.#files.bucketFolder(bucket);
    rmSync(join(folder, 'bucket.json'), { force: true });
    rmSync(folder, { recursive: true, force: true });
  }

  bucketExists(bucket: string): boolean {
    return this.#buckets.has(bucket);
  }

  listBuckets(): BucketInfo[] {
    return [...this.#buckets]
      .map(([bucket, { file }]) => ({ bucket, created: new Date(file.created) }))
      .sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
  }

  async put(
    bucket: string,
    key: string,
    body: Uint8Array | string | Readable,
    options: PutOptions = {},
  ): Promise<ObjectInfo> {
    const target = this.#bucket(bucket);
    checkKey(key);
    checkCondition(bucket, key, target.objects.get(key), options);
    const temporary = this.#files.temporaryBody();
    try {
      const { size, md5 } = await writeBody(temporary, body);
      const checksum = options.checksum?.();
      // From here to the end nothing else runs, so of two conditional puts one sees the other's object.
      const previous = this.#bucket(bucket).objects.get(key);
      checkCondition(bucket, key, previous, options);
      const info: ObjectInfo = {
        bucket,
        key,
        size,
        etag: options.etag ?? md5,
        lastModified: new Date(),
        metadata: options.metadata ?? {},
        ...(options.contentType === undefined ? {} : { contentType: options.contentType }),
        ...(options.headers === undefined ? {} : { headers: options.headers }),
        ...(options.tags === undefined ? {} : { tags: options.tags }),
        ...(checksum === undefined ? {} : { checksum }),
      };
      target.objects.set(key, this.#files.commit(temporary, info, previous));
      if (!previous) target.index.add(key);
      return info;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async get(bucket: string, key: string): Promise<{ info: ObjectInfo; body: Buffer }> {
    const stored = this.#stored(bucket, key);
    // Opened before anything else can run, so that the bytes belong to this metadata.
    const descriptor = openSync(this.#files.bodyPath(stored), 'r');
    try {
      return { info: toInfo(stored), body: readFileSync(descriptor) };
    } finally {
      closeSync(descriptor);
    }
  }

  async stream(
    bucket: string,
    key: string,
    range: { start?: number; end?: number } = {},
  ): Promise<{ info: ObjectInfo; body: Readable }> {
    const stored = this.#stored(bucket, key);
    const path = this.#files.bodyPath(stored);
    const body = createReadStream(path, { fd: openSync(path, 'r'), start: range.start ?? 0, ...range });
    return { info: toInfo(stored), body };
  }

  async head(bucket: string, key: string): Promise<ObjectInfo | undefined> {
    const stored = this.#bucket(bucket).objects.get(key);
    return stored && toInfo(stored);
  }

  async list(bucket: string, options: ListOptions = {}): Promise<ListResult> {
    const { index, objects } = this.#bucket(bucket);
    const { keys, ...page } = listKeys(index, options);
    return { objects: keys.flatMap((key) => objects.get(key) ?? []).map(toInfo), ...page };
  }

  async delete(bucket: string, key: string): Promise<void> {
    const target = this.#bucket(bucket);
    const stored = target.objects.get(key);
    if (!stored) return;
    this.#files.remove(stored);
    target.objects.delete(key);
    target.index.remove(key);
  }

  async setTags(bucket: string, key: string, tags: Record<string, string>): Promise<void> {
    const stored = { ...this.#stored(bucket, key), tags };
    this.#files.rewriteMetadata(stored);
    this.#bucket(bucket).objects.set(key, stored);
  }

  getDocument(bucket: string, name: string): string | undefined {
    return this.#bucket(bucket).file.documents[name];
  }

  async setDocument(bucket: string, name: string, text: string | undefined): Promise<void> {
    const target = this.#bucket(bucket);
    const { [name]: _old, ...others } = target.file.documents;
    target.file = { ...target.file, documents: text === undefined ? others : { ...others, [name]: text } };
    this.#writeBucketFile(bucket, target.file);
  }

  getCors(bucket: string): CorsRule[] {
    return JSON.parse(this.getDocument(bucket, 'cors') ?? '[]') as CorsRule[];
  }

  async setCors(bucket: string, rules: CorsRule[]): Promise<void> {
    await this.setDocument(bucket, 'cors', rules.length === 0 ? undefined : JSON.stringify(rules));
  }

  #openBucket(bucket: string): void {
    const text = readFileSync(join(this.#files.bucketFolder(bucket), 'bucket.json'), 'utf8');
    const objects = new Map([...this.#files.readBucket(bucket)].map((stored) => [stored.key, stored]));
    const index = new KeyIndex();
    index.fill(objects.keys());
    this.#buckets.set(bucket, { file: JSON.parse(text) as BucketFile, objects, index });
  }

  #writeBucketFile(bucket: string, file: BucketFile): void {
    const path = join(this.#files.bucketFolder(bucket), 'bucket.json');
    writeFileSync(`${path}.new`, JSON.stringify(file, undefined, 2));
    renameSync(`${path}.new`, path);
  }

  #bucket(bucket: string): OpenBucket {
    const found = this.#buckets.get(bucket);
    if (!found) throw new GroundTruthError('not-found', `There is no bucket ${excerpt(bucket)}.`);
    return found;
  }

  #stored(bucket: string, key: string): StoredObject {
    const stored = this.#bucket(bucket).objects.get(key);
    if (!stored)
      throw new GroundTruthError('not-found', `There is no object s3://${bucket}/${excerpt(key)}.`);
    return stored;
  }
}

function toInfo({ file: _file, ...stored }: StoredObject): ObjectInfo {
  return { ...stored, lastModified: new Date(stored.lastModified) };
}

function checkCondition(
  bucket: string,
  key: string,
  stored: StoredObject | undefined,
  { ifNoneMatch, ifMatch }: PutOptions,
): void {
  const uri = `s3://${bucket}/${excerpt(key)}`;
  if (ifNoneMatch === '*' && stored) {
    throw new GroundTruthError('conflict', `There is an object ${uri} already.`);
  }
  if (ifMatch !== undefined && !stored) throw new GroundTruthError('not-found', `There is no object ${uri}.`);
  if (ifMatch !== undefined && stored?.etag !== ifMatch) {
    throw new GroundTruthError('conflict', `The object ${uri} was changed by somebody else.`);
  }
}
