import { join } from 'node:path';
import { build } from './build.ts';
import { isBuildStale } from './is-build-stale.ts';
import type { OnProgress } from './progress.ts';
import { projectRoot } from './project-root.ts';

/** Builds `dist/` when it is missing or older than a source of it. Returns whether it built. */
export async function buildIfStale(onProgress: OnProgress = () => {}): Promise<boolean> {
  const outDir = join(projectRoot, 'dist');
  if (!(await isBuildStale(outDir, projectRoot))) return false;
  const { files, wallMs } = await build({ outDir, onProgress: (text) => onProgress({ kind: 'step', text }) });
  onProgress({ kind: 'step', text: `Built ${files.length} files in ${(wallMs / 1000).toFixed(1)} s` });
  return true;
}
