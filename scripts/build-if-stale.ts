import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILD_STAMP, build } from './build.ts';
import type { OnProgress } from './progress.ts';
import { projectRoot } from './project-root.ts';

/** Everything that ends up in `dist/`, and what makes it. */
const sources = [
  'contracts',
  'skeletons',
  'geometry',
  'consolidation',
  'elements',
  'templates',
  'lambdas',
  'package.json',
];

/** The scripts that make `dist/`; others may change without a new build. */
const buildScript = /^(build|bundle|fill|find-templates|inline|render)[\w-]*\.ts$/;

/** Builds `dist/` when it is missing or older than a source of it. Returns whether it built. */
export async function buildIfStale({
  outDir = join(projectRoot, 'dist'),
  onProgress = () => {},
}: {
  outDir?: string;
  onProgress?: OnProgress;
} = {}): Promise<boolean> {
  if ((await builtAt(outDir)) >= (await newestChange())) return false;
  const { files, wallMs } = await build({ outDir, onProgress: (text) => onProgress({ kind: 'step', text }) });
  onProgress({ kind: 'step', text: `Built ${files.length} files in ${(wallMs / 1000).toFixed(1)} s` });
  return true;
}

/** When the last complete build began, in ms since 1970; 0 when there was none. */
async function builtAt(outDir: string): Promise<number> {
  const stamp = await readFile(join(outDir, BUILD_STAMP), 'utf8').catch(() => '0');
  return Number(stamp) || 0;
}

/** The latest change of any source, in ms since 1970. Tests do not count. */
async function newestChange(): Promise<number> {
  const scripts = (await readdir(join(projectRoot, 'scripts'))).filter(
    (name) => buildScript.test(name) && !name.endsWith('.test.ts'),
  );
  const paths = [...sources, ...scripts.map((name) => join('scripts', name))];
  const times = await Promise.all(paths.map((path) => lastChange(join(projectRoot, path))));
  return Math.max(...times);
}

async function lastChange(path: string): Promise<number> {
  const entry = await stat(path).catch(() => undefined);
  if (!entry) return 0;
  if (entry.isFile()) return entry.mtimeMs;
  const names = (await readdir(path, { recursive: true })).filter((name) => !name.endsWith('.test.ts'));
  // Folders count too: their time moves when a file is removed.
  const times = await Promise.all(names.map(async (name) => (await stat(join(path, name))).mtimeMs));
  return Math.max(entry.mtimeMs, ...times);
}
