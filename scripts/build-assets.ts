import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tokensOf } from '#elements/stage/tokens.ts';
import { bundleScript } from './bundle-script.ts';

export interface BuildAssetsOptions {
  /** Folder in which `assets/` is made. */
  outDir: string;
  /** Gets a sentence when the assets are done. */
  onProgress?: (text: string) => void;
  /** Module of the stand-in, for tests that bring their own. */
  crowdModule?: string;
}

/**
 * Builds what the worker portal serves beside the templates: the stand-in for Amazon's
 * `crowd-html-elements.js` and the design tokens.
 * @returns the written files
 */
export async function buildAssets({
  outDir,
  onProgress,
  crowdModule,
}: BuildAssetsOptions): Promise<string[]> {
  const folder = join(outDir, 'assets');
  await mkdir(folder, { recursive: true });
  const source =
    crowdModule ?? join(import.meta.dirname, '..', 'elements', 'crowd', 'crowd-html-elements.ts');
  const script = await bundleScript([source]);
  const files = { 'crowd-html-elements.js': script, 'tokens.css': `${tokensOf(':root')}\n` };
  const paths = await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    }),
  );
  onProgress?.(`Assets: crowd-html-elements.js, ${(script.length / 1024).toFixed(1)} KiB.`);
  return paths;
}
