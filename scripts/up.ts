import { join, resolve } from 'node:path';
import { startGroundTruth } from '#server/start-ground-truth.ts';
import { buildIfStale } from './build-if-stale.ts';
import type { OnProgress } from './progress.ts';
import { projectRoot } from './project-root.ts';

export interface UpOptions {
  /** Undefined: 4100, or the next free one. 0: any. */
  port?: number;
  dataDir: string;
  onProgress?: OnProgress;
}

export interface RunningGroundTruth {
  address: { url: string; port: number; region: string; dataDir: string };
  close(): Promise<void>;
}

/**
 * Starts our own Ground Truth on loopback with the built Lambdas and pages, building them first when they are
 * missing or older than their sources.
 * @throws {GroundTruthError} `conflict` when the wanted port is taken
 */
export async function up({ port, dataDir, onProgress = () => {} }: UpOptions): Promise<RunningGroundTruth> {
  await buildIfStale(onProgress);
  const folder = resolve(dataDir);
  const dist = join(projectRoot, 'dist');
  const server = await startGroundTruth({
    ...(port === undefined ? {} : { port }),
    dataDir: folder,
    lambdaDir: join(dist, 'lambdas'),
    assetsDir: join(dist, 'assets'),
  });
  return {
    address: { url: server.url, port: server.port, region: server.region, dataDir: folder },
    close: () => server.close(),
  };
}
