import { createHash } from 'node:crypto';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';

/** Longest object key, in bytes of UTF-8: S3's limit. */
export const MAX_KEY_BYTES = 1024;

/** Longest file name that every usual file system takes is 255 bytes; the rest is room for suffixes. */
const MAX_NAME = 200;
const MAX_PATH = 900;

/**
 * Checks a key before anything is stored under it.
 * @throws {GroundTruthError} `invalid-argument` when it is empty, too long or no Unicode text
 */
export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes === 0 || bytes > MAX_KEY_BYTES) {
    throw new GroundTruthError(
      'invalid-argument',
      `A key has 1 to ${MAX_KEY_BYTES} bytes; this one has ${bytes}.`,
    );
  }
  // A lone surrogate has no UTF-8 form, so two different keys would become the same bytes.
  if (!key.isWellFormed()) {
    throw new GroundTruthError('invalid-argument', `The key ${excerpt(key)} is not well-formed Unicode.`);
  }
}

/**
 * The place of an object's bytes under its bucket's folder: readable for people, and inside the folder for
 * every key. Letters, digits and a few marks stay; other bytes become %XX; `.`, `..` and empty parts are
 * escaped, so no part can climb or vanish. Keys that grow too long are placed by hash.
 * @example escapeKey('a/2021_02:19.json') === 'a/2021_02%3A19.json'
 */
export function escapeKey(key: string): string {
  const parts = key.split('/').map(escapePart);
  const path = parts.join('/');
  return path.length > MAX_PATH || parts.some((part) => part.length > MAX_NAME) ? hashedPlace(key) : path;
}

/** A place that no escaped key can have, because a real `%` is always followed by two hex digits. */
export function hashedPlace(key: string): string {
  return `%by-hash/${hashKey(key)}`;
}

/** The key's SHA-256 in hex: the name of its metadata file. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function escapePart(part: string): string {
  if (part === '') return '%';
  if (/^\.+$/.test(part)) return part.replaceAll('.', '%2E');
  return encodeURIComponent(part).replace(
    /[!'()*~]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
