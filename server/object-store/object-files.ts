import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { escapeKey, hashedPlace, hashKey } from './escape-key.ts';
import type { ObjectInfo } from './object-store.ts';

/** What is written beside an object's bytes. */
export interface StoredObject extends Omit<ObjectInfo, 'lastModified'> {
  lastModified: string;
  /** Place of the bytes under the bucket's `objects` folder. */
  file: string;
}

/**
 * The files of a store:
 * ```
 * <folder>/<bucket>/bucket.json             settings
 * <folder>/<bucket>/objects/<escaped key>   bytes, so that people find them
 * <folder>/<bucket>/meta/ab/<hash>.json     everything else
 * <folder>/.tmp/<id>.body, .json, .commit   writes under way
 * <folder>/.uploads/<id>/                   multipart uploads
 * ```
 * A write puts bytes and metadata into `.tmp`, renames the metadata to `.commit` (from here the write counts)
 * and then moves both into place. {@link recover} finishes what has a `.commit` and removes the rest, so a
 * crash at any moment leaves the old object or the new one. Moving is synchronous: nothing of this process
 * can look in between.
 */
export class ObjectFiles {
  readonly folder: string;
  readonly #temporary: string;

  constructor(folder: string) {
    this.folder = folder;
    this.#temporary = join(folder, '.tmp');
    mkdirSync(this.#temporary, { recursive: true });
  }

  bucketFolder(bucket: string): string {
    return join(this.folder, bucket);
  }

  /** A new place for bytes that are being written. */
  temporaryBody(): string {
    return join(this.#temporary, `${randomUUID()}.body`);
  }

  bodyPath(stored: StoredObject): string {
    return join(this.folder, stored.bucket, 'objects', stored.file);
  }

  /** Moves written bytes and their metadata into place. `previous` is the object that they replace. */
  commit(temporaryBody: string, info: ObjectInfo, previous: StoredObject | undefined): StoredObject {
    const stored: StoredObject = {
      ...info,
      lastModified: info.lastModified.toISOString(),
      file: previous?.file ?? this.#freePlace(info.bucket, info.key),
    };
    const base = temporaryBody.slice(0, -'.body'.length);
    writeFileSync(`${base}.json`, JSON.stringify(stored));
    renameSync(`${base}.json`, `${base}.commit`);
    this.#move(base, stored);
    return stored;
  }

  /** Replaces what stands beside an object's bytes. */
  rewriteMetadata(stored: StoredObject): void {
    const temporary = join(this.#temporary, `${randomUUID()}.json`);
    writeFileSync(temporary, JSON.stringify(stored));
    renameSync(temporary, this.#metadataPath(stored));
  }

  /** Bytes first: metadata without bytes counts as deleted, so a crash in between loses nothing else. */
  remove(stored: StoredObject): void {
    rmSync(this.bodyPath(stored), { force: true });
    rmSync(this.#metadataPath(stored), { force: true });
    const top = join(this.bucketFolder(stored.bucket), 'objects');
    for (let folder = dirname(this.bodyPath(stored)); folder.length > top.length; folder = dirname(folder)) {
      try {
        rmdirSync(folder);
      } catch {
        return; // Not empty: other keys live here.
      }
    }
  }

  /** Finishes the writes that counted when the process ended, and removes the others. */
  recover(): void {
    const names = readdirSync(this.#temporary);
    for (const name of names.filter((file) => file.endsWith('.commit'))) {
      const base = join(this.#temporary, name.slice(0, -'.commit'.length));
      this.#move(base, JSON.parse(readFileSync(`${base}.commit`, 'utf8')) as StoredObject);
    }
    for (const name of readdirSync(this.#temporary)) rmSync(join(this.#temporary, name), { force: true });
  }

  /** Everything in a bucket; metadata whose bytes are gone is a delete that a crash cut short. */
  *readBucket(bucket: string): Generator<StoredObject> {
    const meta = join(this.bucketFolder(bucket), 'meta');
    for (const shard of existsSync(meta) ? readdirSync(meta) : []) {
      for (const name of readdirSync(join(meta, shard))) {
        const path = join(meta, shard, name);
        const stored = JSON.parse(readFileSync(path, 'utf8')) as StoredObject;
        const bytes = statSync(this.bodyPath(stored), { throwIfNoEntry: false });
        if (bytes?.size === stored.size) yield stored;
        else rmSync(path, { force: true });
      }
    }
  }

  #move(base: string, stored: StoredObject): void {
    // After a crash between the two renames the bytes are already in place.
    if (existsSync(`${base}.body`)) moveInto(`${base}.body`, this.bodyPath(stored));
    moveInto(`${base}.commit`, this.#metadataPath(stored));
  }

  /** The key's readable place, or one by hash where a file, a folder or another spelling is in the way. */
  #freePlace(bucket: string, key: string): string {
    const place = escapeKey(key);
    const objects = join(this.bucketFolder(bucket), 'objects');
    if (existsSync(join(objects, place))) return hashedPlace(key);
    for (let folder = dirname(place); folder !== '.'; folder = dirname(folder)) {
      const found = statSync(join(objects, folder), { throwIfNoEntry: false });
      if (found) return found.isDirectory() ? place : hashedPlace(key);
    }
    return place;
  }

  #metadataPath({ bucket, key }: StoredObject): string {
    const hash = hashKey(key);
    return join(this.bucketFolder(bucket), 'meta', hash.slice(0, 2), `${hash}.json`);
  }
}

function moveInto(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  }
}
