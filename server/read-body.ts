import type { IncomingMessage } from 'node:http';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/**
 * Reads the body of a request.
 * @throws {GroundTruthError} `limit-exceeded` as soon as there are more bytes than allowed
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) {
      throw new GroundTruthError('limit-exceeded', `The request has more than ${maxBytes} bytes.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}
