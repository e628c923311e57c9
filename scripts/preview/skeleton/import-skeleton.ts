import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { checkSkeleton, Skeleton } from '#contracts/skeleton.ts';
import { parseCocoCategory } from '#formats/coco-keypoints.ts';
import { parseSkeletonRig } from '#formats/crowd-2d-skeleton-rig.ts';

/**
 * Reads a skeleton from a file of any kind that we know: our JSON (also inside a task input or manifest line),
 * COCO, or a crowd-2d-skeleton rig or template.
 * @param fileName names a skeleton whose file does not
 * @throws {GroundTruthError} with a sentence for the person who chose the file
 */
export function importSkeleton(text: string, fileName: string): Skeleton {
  const name = fileName.replace(/\.[^.]*$/, '').slice(0, 256) || 'skeleton';
  if (/keypointClasses/i.test(text)) return parseSkeletonRig(text, name);
  const value = parseJson(text, `file ${fileName}`);
  const object = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof object['skeleton'] === 'object' && !Array.isArray(object['skeleton']))
    return checked(object['skeleton']);
  const [first] = Array.isArray(object['keypoints']) ? object['keypoints'] : [];
  if (typeof first === 'object' && first !== null) return checked(value);
  if (Array.isArray(value) || 'categories' in object || typeof first === 'string')
    return parseCocoCategory(text);
  throw new GroundTruthError(
    'invalid-contract',
    `There is no skeleton in ${fileName}. A skeleton of ours, a COCO file or a crowd-2d-skeleton rig can be read.`,
  );
}

function checked(value: unknown): Skeleton {
  const skeleton = parseContract(Skeleton, value, 'skeleton');
  const contradiction = checkSkeleton(skeleton);
  if (contradiction === undefined) return skeleton;
  throw new GroundTruthError('invalid-contract', `The skeleton contradicts itself: ${contradiction}.`);
}
