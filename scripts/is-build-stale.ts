import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** File in the output folder that says when the last complete build began (ms since 1970). */
export const BUILD_STAMP = '.built-at';

/** Everything that ends up in `dist/`. */
const sources = [
  'contracts',
  'skeletons',
  'geometry',
  'consolidation',
  'elements',
  'templates',
  'lambdas',
  'package.json',
  'scripts/localize',
];

/** The scripts that make `dist/`; others may change without a new build. */
const buildScript = /^(build|bundle|fill|find-templates|inline|render)[\w-]*\.ts$/;

/** True when the output folder has no complete build, or one that is older than a source of it. */
export async function isBuildStale(outDir: string, root: string): Promise<boolean> {
  const stamp = await readFile(join(outDir, BUILD_STAMP), 'utf8').catch(() => '0');
  return !(Number(stamp) >= (await newestChange(root)));
}

/** The latest change of any source, in ms since 1970. Tests do not count. */
async function newestChange(root: string): Promise<number> {
  const scripts = await readdir(join(root, 'scripts')).catch(() => []);
  const own = scripts.filter((name) => buildScript.test(name) && !name.endsWith('.test.ts'));
  const paths = [...sources, ...own.map((name) => join('scripts', name))];
  return Math.max(1, ...(await Promise.all(paths.map((path) => lastChange(join(root, path))))));
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
