import { join, resolve } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { startGroundTruth } from '#server/start-ground-truth.ts';
import { buildIfStale } from './build-if-stale.ts';
import { findFreePort, isFree } from './free-port.ts';
import type { OnProgress } from './progress.ts';
import { projectRoot } from './project-root.ts';

const DEFAULT_PORT = 4100;

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
  if (port !== undefined && port !== 0 && !(await isFree(port))) {
    throw new GroundTruthError(
      'conflict',
      `Port ${port} is taken. Name another with --port, or leave it out to get a free one.`,
    );
  }
  await buildIfStale(onProgress);
  const chosen = port ?? (await findFreePort(DEFAULT_PORT));
  const folder = resolve(dataDir);
  const dist = join(projectRoot, 'dist');
  const server = await startGroundTruth({
    port: chosen,
    dataDir: folder,
    lambdaDir: join(dist, 'lambdas'),
    assetsDir: join(dist, 'assets'),
  });
  return {
    address: { url: server.url, port: server.port, region: server.region, dataDir: folder },
    close: () => server.close(),
  };
}
