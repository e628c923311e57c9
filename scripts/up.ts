import { join, resolve } from 'node:path';
import { startGroundTruth } from '#server/start-ground-truth.ts';
import { buildIfStale } from './build-if-stale.ts';
import { claimDataFolder } from './claim-data-folder.ts';
import type { OnProgress } from './progress.ts';
import { projectRoot } from './project-root.ts';

export interface UpOptions {
  /** Undefined: 4100, or the next free one. 0: any. */
  port?: number;
  dataDir: string;
  onProgress?: OnProgress;
  /** Told what the server does and what goes wrong in it. */
  log?: (message: string) => void;
}

export interface RunningGroundTruth {
  address: { url: string; port: number; region: string; dataDir: string };
  close(): Promise<void>;
}

/**
 * Starts our own Ground Truth on loopback with the built Lambdas and pages, building them first when they are
 * missing or older than their sources.
 * @throws {GroundTruthError} `conflict` when the wanted port is taken or the folder is in use
 */
export async function up({
  port,
  dataDir,
  onProgress = () => {},
  log,
}: UpOptions): Promise<RunningGroundTruth> {
  const folder = resolve(dataDir);
  const claimed = claimDataFolder(folder);
  try {
    await buildIfStale(onProgress);
    const dist = join(projectRoot, 'dist');
    const server = await startGroundTruth({
      ...(port === undefined ? {} : { port }),
      ...(log ? { log } : {}),
      dataDir: folder,
      lambdaDir: join(dist, 'lambdas'),
      assetsDir: join(dist, 'assets'),
    });
    claimed.announce(server.url);
    return {
      address: { url: server.url, port: server.port, region: server.region, dataDir: folder },
      async close() {
        await server.close();
        claimed.release();
      },
    };
  } catch (error) {
    claimed.release();
    throw error;
  }
}
