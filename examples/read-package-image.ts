import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/**
 * Reads `data/image.jpg` of one of stdlib's image packages (public domain photographs on npm), so that no
 * picture has to be kept in the repository and nothing is downloaded when an example is prepared.
 * @throws {GroundTruthError} `not-found` when the package is not installed
 */
export async function readPackageImage(packageName: string): Promise<Buffer> {
  try {
    const main = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    return await readFile(join(main, '..', 'data', 'image.jpg'));
  } catch (cause) {
    throw new GroundTruthError(
      'not-found',
      `The example needs the npm package ${packageName}, which is not installed. Run npm install.`,
      { cause },
    );
  }
}
