import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/** The port that is taken when it is free. */
const DEFAULT_PORT = 4100;
/** How many ports after it are tried. */
const TRIED = 50;

/**
 * Makes a server listen.
 * @param port undefined: 4100 or the next free one; 0: any
 * @returns the port
 * @throws {GroundTruthError} `conflict` when the port is taken
 */
export async function listen(server: Server, host: string, port: number | undefined): Promise<number> {
  const last = port === undefined ? DEFAULT_PORT + TRIED : port;
  for (let candidate = port ?? DEFAULT_PORT; ; candidate++) {
    try {
      await attempt(server, host, candidate);
      return (server.address() as AddressInfo).port;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
      if (candidate < last) continue;
      throw new GroundTruthError('conflict', `Port ${candidate} of ${host} is taken by another program.`, {
        cause,
      });
    }
  }
}

function attempt(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
