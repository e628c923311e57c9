import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { build, type Plugin } from 'vite';

/** The functions: each is one bundle of its entry file. */
const entries = {
  'keypoint-pre': 'lambdas/pre/keypoint-pre.ts',
  'keypoint-post': 'lambdas/post/keypoint-post.ts',
  'bounding-box-pre': 'lambdas/pre/bounding-box-pre.ts',
  'bounding-box-post': 'lambdas/post/bounding-box-post.ts',
  'classification-pre': 'lambdas/pre/classification-pre.ts',
  'classification-post': 'lambdas/post/classification-post.ts',
} as const;

/**
 * Lambda hands a function its role's key in the environment. The SDK's default chain would carry clients of SSO, STS
 * and others to look in seven more places: a quarter of the code, and a third of the time that loading it takes.
 */
const keyFromEnvironment: Plugin = {
  name: 'key-from-environment',
  enforce: 'pre',
  resolveId: (id) => (id === '@aws-sdk/credential-provider-node' ? '\0key-from-environment' : undefined),
  load: (id) =>
    id === '\0key-from-environment'
      ? "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';"
      : undefined,
};

/**
 * Node's modules are asked for, not imported. An import reads every export of a module, and some of those load others
 * that nothing here uses: `node:http` Node's fetch, `node:fs` its streams, `node:process` the terminal. Together that
 * is a sixth of a cold start.
 */
const askForNodeModules: Plugin = {
  name: 'ask-for-node-modules',
  renderChunk: (code) =>
    code
      .replace(/\bimport\((["'`]node:[\w/]+["'`])\)/g, 'process.getBuiltinModule($1)')
      .replace(
        /\bimport\s*(\{[^}]*\}|\* as (\w+)|(\w+)) from ("node:[\w/]+");/g,
        (_, names: string, all?: string, standard?: string, module?: string) =>
          `const ${all ?? standard ?? names.replaceAll(' as ', ': ')} = process.getBuiltinModule(${module});`,
      ),
};

/** A zip entry needs some date; the oldest that the format can hold makes equal code equal bytes. */
const MODIFIED = new Date(1980, 0, 1);

export interface BuiltLambda {
  name: keyof typeof entries;
  /** Path of the zip, below the output folder. */
  path: string;
  /** Bytes of the zip. */
  size: number;
  /** Bytes of the JavaScript inside. */
  codeSize: number;
}

/**
 * Builds each Lambda to `<outDir>/lambdas/<name>.zip` with one file, index.mjs: handler `index.handler`,
 * runtime nodejs24.x. The post-annotation functions carry the S3 client; nothing comes from the runtime, whose
 * SDK changes under a function. Equal sources give equal bytes.
 */
export async function buildLambdas({
  outDir,
  onProgress = () => {},
}: {
  outDir: string;
  onProgress?: (text: string) => void;
}): Promise<BuiltLambda[]> {
  const folder = join(outDir, 'lambdas');
  await mkdir(folder, { recursive: true });
  const built: BuiltLambda[] = [];
  for (const [name, entry] of Object.entries(entries) as [keyof typeof entries, string][]) {
    const code = new TextEncoder().encode(await bundle(entry));
    // Level 9 and no other choice in it: the same bytes from every build.
    const zip = zipSync({ 'index.mjs': [code, { mtime: MODIFIED, level: 9, os: 3, attrs: 0o100644 << 16 }] });
    const path = join(folder, `${name}.zip`);
    await writeFile(path, zip);
    built.push({ name, path, size: zip.length, codeSize: code.length });
    onProgress(`Built ${name}.zip`);
  }
  return built;
}

/** One ES module with everything in it but Node's own. */
async function bundle(entry: string): Promise<string> {
  const root = join(import.meta.dirname, '..');
  const result = await build({
    root,
    configFile: false,
    plugins: [keyFromEnvironment, askForNodeModules],
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, entry),
      write: false,
      minify: true,
      target: 'node24',
      rolldownOptions: { output: { format: 'es', codeSplitting: false, entryFileNames: 'index.mjs' } },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const chunks = outputs.flatMap((output) => ('output' in output ? output.output : []));
  const [chunk] = chunks;
  if (chunks.length !== 1 || chunk?.type !== 'chunk') {
    throw new Error(
      `Expected one file from ${entry}, found ${chunks.map(({ fileName }) => fileName).join(', ')}.`,
    );
  }
  return chunk.code;
}
