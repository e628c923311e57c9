import type { IncomingMessage } from 'node:http';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/**
 * Reads the body of a request.
 * @throws {GroundTruthError} `limit-exceeded` as soon as there are, or will be, more bytes than allowed
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new GroundTruthError('limit-exceeded', `The request has more than ${maxBytes} bytes.`);
  // Said before the body is read, the client still hears it.
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
