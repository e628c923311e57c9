import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { checkSkeleton, Skeleton } from '#contracts/skeleton.ts';
import { skeletons } from '#skeletons/registry.ts';
import { readText } from './read-text.ts';

/**
 * A skeleton by the name it has in the registry, or from a JSON file.
 * @throws {GroundTruthError} `not-found` with the names there are, or what is wrong with the file
 */
export async function readSkeleton(nameOrFile: string): Promise<Skeleton> {
  // Own properties only: "constructor" is no skeleton.
  const known = Object.hasOwn(skeletons, nameOrFile) ? skeletons[nameOrFile] : undefined;
  if (known) return known;
  if (!/[./\\]/.test(nameOrFile)) {
    throw new GroundTruthError(
      'not-found',
      `There is no skeleton "${nameOrFile}". There are ${Object.keys(skeletons).join(', ')}; a JSON file works too.`,
    );
  }
  const where = { file: nameOrFile };
  const skeleton = parseContract(
    Skeleton,
    parseJson(await readText(nameOrFile), 'skeleton', where),
    'skeleton',
    where,
  );
  const contradiction = checkSkeleton(skeleton);
  if (contradiction !== undefined) {
    throw new GroundTruthError('invalid-contract', `The skeleton contradicts itself: ${contradiction}.`, {
      where,
    });
  }
  return skeleton;
}
