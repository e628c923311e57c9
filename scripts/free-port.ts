import { createServer } from 'node:net';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/** How many ports are tried after the wanted one. */
const ATTEMPTS = 50;

/**
 * The first port from `start` on that nobody listens on.
 * @throws {GroundTruthError} `conflict` when none of the next fifty is free
 */
export async function findFreePort(start: number, host = '127.0.0.1'): Promise<number> {
  for (let port = start; port < start + ATTEMPTS && port <= 65_535; port++)
    if (await isFree(port, host)) return port;
  throw new GroundTruthError(
    'conflict',
    `No port from ${start} to ${start + ATTEMPTS - 1} is free. Name another with --port.`,
  );
}

/** True when a listener can be opened there; it is closed again at once. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
