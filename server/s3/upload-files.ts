import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ObjectStore, PutOptions, StoredChecksum } from '#server/object-store/object-store.ts';
import { writeBody } from '#server/object-store/write-body.ts';
import { S3Error } from './s3-error.ts';

/** What CreateMultipartUpload said. */
export interface Upload {
  id: string;
  bucket: string;
  key: string;
  initiated: string;
  options: Pick<PutOptions, 'contentType' | 'metadata' | 'headers' | 'tags'>;
  checksumAlgorithm?: StoredChecksum['algorithm'];
  checksumType?: StoredChecksum['type'];
}

/** One part that has arrived. */
export interface Part {
  number: number;
  size: number;
  etag: string;
  lastModified: string;
  checksum?: StoredChecksum;
}

/** The multipart uploads of a store: a folder each, with the parts and a JSON file beside every part. */
export class UploadFiles {
  readonly #folder: string;

  constructor(store: ObjectStore) {
    this.#folder = store.uploadsFolder;
  }

  async create(upload: Omit<Upload, 'id'>): Promise<Upload> {
    const id = randomBytes(24).toString('hex');
    await mkdir(join(this.#folder, id), { recursive: true });
    await writeFile(join(this.#folder, id, 'upload.json'), JSON.stringify({ id, ...upload }));
    return { id, ...upload };
  }

  /** @throws {S3Error} `NoSuchUpload`, also when the upload is for another object */
  async read(id: string, bucket: string, key: string): Promise<Upload> {
    const upload = await this.#readUpload(id);
    if (upload?.bucket !== bucket || upload.key !== key) throw new S3Error('NoSuchUpload');
    return upload;
  }

  async list(bucket: string): Promise<Upload[]> {
    const uploads = await Promise.all((await readdir(this.#folder)).map((id) => this.#readUpload(id)));
    return uploads.filter((upload) => upload?.bucket === bucket).filter((upload) => upload !== undefined);
  }

  /** Stores a part; a part of the same number is replaced when the new one is complete. */
  async putPart(
    { id }: Upload,
    number: number,
    body: Readable,
    checksum: () => StoredChecksum | undefined,
  ): Promise<Part> {
    const temporary = join(this.#folder, id, `.${randomBytes(8).toString('hex')}`);
    try {
      const { size, md5 } = await writeBody(temporary, body);
      const verified = checksum();
      const part: Part = {
        number,
        size,
        etag: md5,
        lastModified: new Date().toISOString(),
        ...(verified ? { checksum: verified } : {}),
      };
      await writeFile(`${temporary}.json`, JSON.stringify(part));
      await rename(temporary, this.#partPath(id, number));
      await rename(`${temporary}.json`, `${this.#partPath(id, number)}.json`);
      return part;
    } catch (error) {
      await rm(temporary, { force: true });
      // Aborted while the part was on its way.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new S3Error('NoSuchUpload');
      throw error;
    }
  }

  async parts({ id }: Upload): Promise<Part[]> {
    const names = (await readdir(join(this.#folder, id)))
      .filter((name) => /^part-\d+\.json$/.test(name))
      .sort();
    return Promise.all(
      names.map(async (name) => JSON.parse(await readFile(join(this.#folder, id, name), 'utf8')) as Part),
    );
  }

  /** The bytes of some parts, one after another. */
  concatenate({ id }: Upload, parts: readonly Part[], onBytes: (bytes: Uint8Array) => void): Readable {
    const partPath = (number: number) => this.#partPath(id, number);
    return Readable.from(
      (async function* () {
        for (const { number } of parts) {
          for await (const bytes of createReadStream(partPath(number), { highWaterMark: 1 << 20 })) {
            onBytes(bytes);
            yield bytes;
          }
        }
      })(),
    );
  }

  async remove({ id }: Upload): Promise<void> {
    await rm(join(this.#folder, id), { recursive: true, force: true });
  }

  #partPath(id: string, number: number): string {
    return join(this.#folder, id, `part-${String(number).padStart(5, '0')}`);
  }

  async #readUpload(id: string): Promise<Upload | undefined> {
    // The id comes from the address: only what we make ourselves may become a path.
    if (!/^[0-9a-f]{48}$/.test(id)) return undefined;
    try {
      return JSON.parse(await readFile(join(this.#folder, id, 'upload.json'), 'utf8')) as Upload;
    } catch {
      return undefined;
    }
  }
}
