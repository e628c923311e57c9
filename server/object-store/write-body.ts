import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** Writes all bytes to disk (not only to the system's cache) and returns their number and MD5. */
export async function writeBody(
  path: string,
  body: Uint8Array | string | Readable,
): Promise<{ size: number; md5: string }> {
  const hash = createHash('md5');
  let size = 0;
  const handle = await open(path, 'wx');
  try {
    const chunks = typeof body === 'string' || body instanceof Uint8Array ? [Buffer.from(body)] : body;
    for await (const chunk of chunks as AsyncIterable<Uint8Array | string>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      hash.update(bytes);
      size += bytes.byteLength;
      await handle.writeFile(bytes);
    }
    // Without this a power cut could leave a renamed file without its bytes.
    await handle.datasync();
  } finally {
    await handle.close();
  }
  return { size, md5: hash.digest('hex') };
}
