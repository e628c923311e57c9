import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildAssets } from './build-assets.ts';
import { buildLambdas } from './build-lambdas.ts';
import { buildTemplates } from './build-templates.ts';
import { BUILD_STAMP } from './is-build-stale.ts';

export interface BuiltFile {
  /** Path below the output folder, with slashes: `templates/bounding-box.liquid.html`. */
  file: string;
  bytes: number;
  gzipBytes: number;
}

export interface BuildResult {
  outDir: string;
  files: BuiltFile[];
  wallMs: number;
}

/**
 * Makes all of `dist/`: worker templates, the pages' assets, the Lambdas' zips. The same sources give the same
 * bytes.
 */
export async function build({
  outDir = 'dist',
  onProgress = () => {},
}: {
  outDir?: string;
  onProgress?: (text: string) => void;
} = {}): Promise<BuildResult> {
  const startedAt = Date.now();
  const stamp = join(outDir, BUILD_STAMP);
  // Without its stamp a build that is broken off does not pass for a complete one.
  await rm(stamp, { force: true });
  onProgress('Building the templates');
  await buildTemplates({ outDir, onProgress });
  onProgress('Building the assets');
  await buildAssets({ outDir, onProgress });
  onProgress('Building the Lambdas');
  await buildLambdas({ outDir, onProgress });
  await writeFile(stamp, String(startedAt));
  return { outDir, files: await measure(outDir), wallMs: Date.now() - startedAt };
}

async function measure(outDir: string): Promise<BuiltFile[]> {
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== BUILD_STAMP)
    .map((entry) => join(entry.parentPath, entry.name));
  const sized = files.sort().map(async (path) => {
    const content = await readFile(path);
    const file = relative(outDir, path).replaceAll('\\', '/');
    return { file, bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length };
  });
  return Promise.all(sized);
}
