import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatScope, hmac, sha256 } from '../signature/signing-key.ts';
import { type ChunkSigning, decodeAwsChunked } from './decode-aws-chunked.ts';

const signing: ChunkSigning = {
  key: Buffer.from('key'),
  scope: { day: '20261121', region: 'us-east-1', service: 's3' },
  amzDate: '20261121T000000Z',
  signature: sha256('seed'),
};

/** Frames chunks as a client does, signed when asked. */
function frame(chunks: readonly Uint8Array[], sign: boolean): Buffer {
  let previous = signing.signature;
  const parts = [...chunks.filter((chunk) => chunk.length > 0), Buffer.alloc(0)].map((chunk) => {
    const text = [
      'AWS4-HMAC-SHA256-PAYLOAD',
      signing.amzDate,
      formatScope(signing.scope),
      previous,
      sha256(''),
      sha256(chunk),
    ];
    previous = hmac(signing.key, text.join('\n')).toString('hex');
    const head = `${chunk.length.toString(16)}${sign ? `;chunk-signature=${previous}` : ''}\r\n`;
    return Buffer.concat([Buffer.from(head), chunk, Buffer.from(chunk.length === 0 ? '' : '\r\n')]);
  });
  return Buffer.concat([...parts, Buffer.from('x-amz-checksum-crc32:AAAA\r\n\r\n')]);
}

async function decode(framed: Uint8Array, pieces: number, check?: ChunkSigning) {
  const trailers = new Map<string, string>();
  const cut = async function* () {
    for (let at = 0; at < framed.length; at += pieces) yield framed.subarray(at, at + pieces);
  };
  const out: Buffer[] = [];
  for await (const piece of decodeAwsChunked(cut(), check, trailers)) out.push(piece);
  return { bytes: Buffer.concat(out), trailers };
}

describe('a chunked body', () => {
  it('gives its bytes and trailers, however it is cut on the way', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 64 }), async (parts, pieces) => {
        const { bytes, trailers } = await decode(frame(parts, false), pieces);
        expect(bytes.equals(Buffer.concat(parts))).toBe(true);
        expect(trailers.get('x-amz-checksum-crc32')).toBe('AAAA');
      }),
    );
  });

  it('with signed chunks is accepted as it was signed, and not with one byte changed', async () => {
    const framed = frame([Buffer.from('hello'), Buffer.from('world')], true);
    // The trailer has no signature of its own here.
    await expect(decode(framed, 7, signing)).rejects.toThrow('signature');
    const end = framed.indexOf('x-amz-checksum');
    const plain = Buffer.concat([framed.subarray(0, end), Buffer.from('\r\n')]);
    expect((await decode(plain, 7, signing)).bytes.toString()).toBe('helloworld');
    plain[plain.indexOf('world')] = 'W'.charCodeAt(0);
    await expect(decode(plain, 7, signing)).rejects.toThrow('The signature of a chunk does not match.');
  });

  it.each(['', '5\r\nhel', 'zz\r\n', '5\r\nhelloX\r\n0\r\n\r\n', 'fffffffff\r\n', `${'1'.repeat(9000)}`])(
    'that breaks off or lies is refused: %j',
    async (text) => {
      await expect(decode(Buffer.from(text), 3)).rejects.toThrow();
    },
  );
});
