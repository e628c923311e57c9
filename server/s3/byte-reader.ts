import { S3Error } from './s3-error.ts';

/** Reads lines and runs of bytes from pieces of any size. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The text up to CR LF, without it; undefined at the end. */
  async line(maxBytes: number): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf('\r\n');
      if (end >= 0) {
        const text = this.#rest.toString('latin1', 0, end);
        this.#rest = this.#rest.subarray(end + 2);
        return text;
      }
      // The CR may have come without its LF.
      if (this.#rest.length > maxBytes + 1)
        throw new S3Error('InvalidRequest', 'A chunk header is too long.');
      const next = await this.#source.next();
      if (next.done) return undefined;
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
  }

  /** Exactly `length` bytes, in pieces. */
  async *take(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) {
        const next = await this.#source.next();
        if (next.done) throw new S3Error('IncompleteBody');
        this.#rest = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
      }
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }
}
