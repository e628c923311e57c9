import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { StoredChecksum } from '#server/object-store/object-store.ts';
import { checksumAlgorithms, type RunningChecksum, startChecksum } from './checksum.ts';
import { decodeAwsChunked } from './decode-aws-chunked.ts';
import { S3Error } from './s3-error.ts';
import { header, type S3Request } from './s3-request.ts';

/** A request's body, checked on its way: reading it to the end throws when anything does not match. */
export interface VerifiedBody {
  stream: Readable;
  /** The checksum that the client sent, once the stream has ended. */
  checksum(): StoredChecksum | undefined;
}

/** Largest single object or part: S3's 5 GiB. */
const MAX_BODY = 5 * 2 ** 30;

/** Opens the body of an upload: takes off aws-chunked framing, verifies signature, length and checksums. */
export function openBody(request: S3Request): VerifiedBody {
  const { req, signature } = request;
  const { payloadHash } = signature;
  const chunked =
    payloadHash.startsWith('STREAMING-') || /\baws-chunked\b/.test(header(req, 'content-encoding') ?? '');
  const length = header(req, chunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (length === undefined && header(req, 'transfer-encoding') === undefined && !chunked) {
    throw new S3Error('MissingContentLength');
  }
  if (Number(length ?? 0) > MAX_BODY) throw new S3Error('EntityTooLarge');
  const trailers = new Map<string, string>();
  const declared = declaredChecksum(request);
  const running = declared && startChecksum(declared.algorithm);
  // Leaving the loop early must not cut the connection: the answer still has to go out.
  const raw: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => req.iterator({ destroyOnReturn: false }),
  };
  const signing = payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD') ? signature : undefined;
  const bytes = chunked ? decodeAwsChunked(raw, signing, trailers) : raw;
  let verified: StoredChecksum | undefined;

  async function* check(): AsyncGenerator<Uint8Array> {
    const sha = /^[0-9a-f]{64}$/.test(payloadHash) ? createHash('sha256') : undefined;
    const md5Header = header(req, 'content-md5');
    const md5 = md5Header === undefined ? undefined : createHash('md5');
    let size = 0;
    for await (const piece of bytes) {
      size += piece.byteLength;
      if (size > MAX_BODY) throw new S3Error('EntityTooLarge');
      sha?.update(piece);
      md5?.update(piece);
      running?.update(piece);
      yield piece;
    }
    if (length !== undefined && size !== Number(length)) throw new S3Error('IncompleteBody');
    if (sha && sha.digest('hex') !== payloadHash) throw new S3Error('XAmzContentSHA256Mismatch');
    if (md5 && md5.digest('base64') !== md5Header) throw new S3Error('BadDigest');
    verified = running && compare(declared, running, trailers);
  }
  return { stream: Readable.from(check()), checksum: () => verified };
}

/** Reads a small body, such as a configuration. */
export async function readText(request: S3Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of openBody(request).stream as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new S3Error('EntityTooLarge');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

interface DeclaredChecksum {
  algorithm: StoredChecksum['algorithm'];
  /** Undefined when the value comes in a trailer. */
  value?: string;
}

/** The checksum that the headers announce: its value, or the trailer in which it will come. */
function declaredChecksum({ req }: S3Request): DeclaredChecksum | undefined {
  const trailer = (header(req, 'x-amz-trailer') ?? '').trim().toLowerCase();
  for (const algorithm of checksumAlgorithms) {
    const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
    const value = header(req, name);
    if (value !== undefined) return { algorithm, value };
    if (trailer === name) return { algorithm };
  }
  return undefined;
}

function compare(
  declared: DeclaredChecksum | undefined,
  running: RunningChecksum,
  trailers: ReadonlyMap<string, string>,
): StoredChecksum | undefined {
  if (!declared) return undefined;
  const { algorithm } = declared;
  const expected = declared.value ?? trailers.get(`x-amz-checksum-${algorithm.toLowerCase()}`);
  const value = running.digest().toString('base64');
  if (expected !== value) {
    throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value, type: 'FULL_OBJECT' };
}
