import { createHash } from 'node:crypto';
import { formatScope, hmac, type SigningScope, sha256 } from '../signature/signing-key.ts';
import { ByteReader } from './byte-reader.ts';
import { S3Error } from './s3-error.ts';

const MAX_LINE = 4096;
const MAX_CHUNK = 1 << 30;
const NOTHING = sha256('');

/** What signed chunks are checked with: the request's signature starts the chain. */
export interface ChunkSigning {
  key: Buffer;
  scope: SigningScope;
  amzDate: string;
  signature: string;
}

/**
 * Takes the framing off an `aws-chunked` body and yields the bytes inside.
 * @param signing given when the chunks are signed (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD...`)
 * @param trailers is filled with the trailing headers, names in lower case
 * @throws {S3Error} when a chunk's signature is wrong or the framing breaks off
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Uint8Array>,
  signing: ChunkSigning | undefined,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  let previous = signing?.signature ?? '';
  for (;;) {
    const { size, signature } = readChunkHeader(await reader.line(MAX_LINE));
    const hash = signing && createHash('sha256');
    for await (const piece of reader.take(size)) {
      hash?.update(piece);
      yield piece;
    }
    if (signing && hash) {
      previous = checkLink(signing, 'PAYLOAD', previous, `${NOTHING}\n${hash.digest('hex')}`, signature);
    }
    if (size === 0) break;
    if ((await reader.line(0)) !== '') throw new S3Error('IncompleteBody');
  }
  await readTrailers(reader, trailers);
  if (signing && trailers.size > 0) {
    const { 'x-amz-trailer-signature': signature, ...signed } = Object.fromEntries(trailers);
    const text = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
    checkLink(signing, 'TRAILER', previous, sha256(text.join('')), signature);
  }
}

/** Reads `<size in hex>[;chunk-signature=<hex>]`. */
function readChunkHeader(line: string | undefined): { size: number; signature: string | undefined } {
  if (line === undefined) throw new S3Error('IncompleteBody');
  const match = /^([0-9a-f]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line);
  const size = Number.parseInt(match?.[1] ?? '', 16);
  if (!match || !(size <= MAX_CHUNK)) {
    throw new S3Error(
      'InvalidRequest',
      'The body says aws-chunked, but a chunk does not begin with its size.',
    );
  }
  return { size, signature: match[2] };
}

async function readTrailers(reader: ByteReader, trailers: Map<string, string>): Promise<void> {
  for (let count = 0; count < 20; count++) {
    const line = await reader.line(MAX_LINE);
    if (line === undefined || line === '') return;
    const colon = line.indexOf(':');
    // Some clients end a trailer's line with LF inside CR LF.
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

/** Checks one link of the chain and returns it, for the next. */
function checkLink(
  { key, scope, amzDate }: ChunkSigning,
  kind: 'PAYLOAD' | 'TRAILER',
  previous: string,
  hashes: string,
  signature: string | undefined,
): string {
  const text = [`AWS4-HMAC-SHA256-${kind}`, amzDate, formatScope(scope), previous, hashes].join('\n');
  const expected = hmac(key, text).toString('hex');
  if (signature !== expected)
    throw new S3Error('SignatureDoesNotMatch', 'The signature of a chunk does not match.');
  return expected;
}
