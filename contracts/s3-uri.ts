import { GroundTruthError } from './ground-truth-error.ts';
import { excerpt } from './parse.ts';

/** A place in an object store. */
export interface S3Location {
  bucket: string;
  key: string;
}

/**
 * Splits `s3://bucket/key`.
 * @throws {GroundTruthError} `invalid-argument` when the text is no S3 URI
 */
export function parseS3Uri(uri: string): S3Location {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(uri);
  if (!match?.[1]) {
    throw new GroundTruthError(
      'invalid-argument',
      `Expected an address like s3://bucket/key, found ${excerpt(uri)}.`,
    );
  }
  return { bucket: match[1], key: match[2] ?? '' };
}

/** Joins a bucket and a key to `s3://bucket/key`. */
export function formatS3Uri({ bucket, key }: S3Location): string {
  return `s3://${bucket}/${key}`;
}
