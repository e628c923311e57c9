import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GroundTruth, type GroundTruthOptions, startGroundTruth } from '../start-ground-truth.ts';
import { writeTestFunctions } from './test-functions.ts';

/** A server for tests, in a folder of its own. */
export interface TestServer extends GroundTruth {
  dataDir: string;
  /** What the server logged. */
  logged: string[];
}

/**
 * Starts a server on any port.
 * @param dataDir a folder that is there already, and then stays; else a new one that goes with the server
 */
export async function startTestServer(
  dataDir?: string,
  options: Partial<GroundTruthOptions> = {},
): Promise<TestServer> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'gtkit-server-')));
  const lambdaDir = join(folder, 'test-lambdas');
  await writeTestFunctions(lambdaDir);
  const logged: string[] = [];
  const server = await startGroundTruth({
    port: 0,
    dataDir: folder,
    lambdaDir,
    assetsDir: join(folder, 'assets'),
    log: (message) => logged.push(message),
    ...options,
  });
  return {
    ...server,
    dataDir: folder,
    logged,
    async close() {
      await server.close();
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
