import type { Readable } from 'node:stream';

/** What is known about a stored object without its bytes. */
export interface ObjectInfo {
  bucket: string;
  key: string;
  /** Bytes. */
  size: number;
  /** MD5 of the bytes in hex, or `<md5 of the parts' md5s>-<parts>`; without quotation marks. */
  etag: string;
  lastModified: Date;
  contentType?: string;
  /** User metadata (`x-amz-meta-*`), names in lower case without the prefix. */
  metadata: Record<string, string>;
  /** System headers that S3 gives back as they came, such as `cache-control`; names in lower case. */
  headers?: Record<string, string>;
  checksum?: StoredChecksum;
  tags?: Record<string, string>;
}

/** A checksum that the writer asked for, verified when the object was written. */
export interface StoredChecksum {
  algorithm: 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';
  /** Base64; `<base64>-<parts>` for a composite of parts. */
  value: string;
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface PutOptions {
  contentType?: string;
  metadata?: Record<string, string>;
  headers?: Record<string, string>;
  tags?: Record<string, string>;
  /** `*`: write only when nothing is stored under the key yet. Of two at once, one wins. */
  ifNoneMatch?: '*';
  /** Write only when the stored object has this etag. */
  ifMatch?: string;
  /** The etag of a multipart object, instead of the MD5 of its bytes. */
  etag?: string;
  /** Asked when all bytes are there, before the object appears; what it throws keeps the object away. */
  checksum?: () => StoredChecksum | undefined;
}

export interface ListOptions {
  prefix?: string;
  delimiter?: string;
  /** Only keys after this one, in UTF-8 byte order. */
  startAfter?: string;
  /** Objects and common prefixes together; 1000 unless told. */
  maxKeys?: number;
}

export interface ListResult {
  objects: ObjectInfo[];
  commonPrefixes: string[];
  isTruncated: boolean;
  /** `startAfter` of the next page. */
  nextStartAfter?: string;
}

export interface BucketInfo {
  bucket: string;
  created: Date;
}

/**
 * Buckets with objects. Missing buckets and keys throw {@link GroundTruthError} `not-found`, a failed
 * `ifNoneMatch` or `ifMatch` throws `conflict`. A put is atomic: readers and a restart after a crash see the
 * old object or the new one.
 */
export interface ObjectStore {
  createBucket(bucket: string): Promise<void>;
  deleteBucket(bucket: string): Promise<void>;
  bucketExists(bucket: string): boolean;
  listBuckets(): BucketInfo[];
  put(
    bucket: string,
    key: string,
    body: Uint8Array | string | Readable,
    options?: PutOptions,
  ): Promise<ObjectInfo>;
  get(bucket: string, key: string): Promise<{ info: ObjectInfo; body: Buffer }>;
  /** `start` and `end` are byte positions, both included. */
  stream(
    bucket: string,
    key: string,
    range?: { start?: number; end?: number },
  ): Promise<{ info: ObjectInfo; body: Readable }>;
  head(bucket: string, key: string): Promise<ObjectInfo | undefined>;
  list(bucket: string, options?: ListOptions): Promise<ListResult>;
  delete(bucket: string, key: string): Promise<void>;
  /** Changes what is stored beside the bytes, such as tags. */
  setTags(bucket: string, key: string, tags: Record<string, string>): Promise<void>;
  /** A bucket's settings as opaque text (CORS rules, policy, ...), by name. */
  getDocument(bucket: string, name: string): string | undefined;
  setDocument(bucket: string, name: string, text: string | undefined): Promise<void>;
  getCors(bucket: string): CorsRule[];
  setCors(bucket: string, rules: CorsRule[]): Promise<void>;
  /** Folder for what is not an object yet, such as the parts of an upload. */
  readonly uploadsFolder: string;
}

/** One rule of a bucket's CORS configuration, as S3 names its parts. */
export interface CorsRule {
  ID?: string;
  AllowedMethods: string[];
  AllowedOrigins: string[];
  AllowedHeaders?: string[];
  ExposeHeaders?: string[];
  MaxAgeSeconds?: number;
}
