import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes every zip of a folder a function: `keypoint-pre.zip` becomes `keypoint-pre-LabelingFunction`, a name
 * that Ground Truth's own execution policy admits on AWS.
 */
export async function registerBuiltFunctions(
  functions: { registerZip(options: { name: string; zip: Uint8Array }): Promise<unknown> },
  folder: string,
): Promise<void> {
  const files = await readdir(folder).catch(() => []);
  for (const file of files.filter((name) => name.endsWith('.zip')).sort()) {
    const name = `${file.slice(0, -'.zip'.length)}-LabelingFunction`;
    await functions.registerZip({ name, zip: await readFile(join(folder, file)) });
  }
}
