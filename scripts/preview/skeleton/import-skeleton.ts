import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { checkSkeleton, Skeleton } from '#contracts/skeleton.ts';
import { parseCocoCategory } from '#formats/coco-keypoints.ts';
import { parseSkeletonRig } from '#formats/crowd-2d-skeleton-rig.ts';
import { jsonErrorSentence } from '../describe-json-error.ts';

/** What a file has in it. */
export interface Imported {
  /** Undefined where there are several, and one has to be chosen. */
  skeleton?: Skeleton;
  /** Names of the categories with keypoints, where a COCO file has more than one. */
  categories?: string[];
  /** What was put right, in a sentence. */
  remark?: string;
}

type Fields = Record<string, unknown>;

/**
 * Reads a skeleton from a file of any kind that we know: our JSON (also inside a task input or manifest line),
 * COCO, or a crowd-2d-skeleton rig or template.
 * @param fileName names a skeleton whose file does not
 * @param category the one to read of a COCO file with several
 * @throws {GroundTruthError} with a sentence for the person who chose the file
 */
export function importSkeleton(text: string, fileName: string, category?: string): Imported {
  const name = fileName.replace(/\.[^.]*$/, '').slice(0, 256) || 'skeleton';
  if (/keypointClasses/i.test(text)) return { skeleton: parseSkeletonRig(text, name) };
  const value = readJson(text, fileName);
  const object = isFields(value) ? value : {};
  if (isFields(object['skeleton'])) return { skeleton: checked(object['skeleton']) };
  const [first] = Array.isArray(object['keypoints']) ? object['keypoints'] : [];
  if (typeof first === 'object' && first !== null) return { skeleton: checked(value) };
  if (Array.isArray(value) || 'categories' in object || typeof first === 'string')
    return readCoco(value, category);
  throw new GroundTruthError(
    'invalid-contract',
    `There is no skeleton in ${fileName}. A skeleton of ours, a COCO file or a crowd-2d-skeleton rig can be read.`,
  );
}

/** @throws {GroundTruthError} `invalid-json` with the line and column, for a file that means to be JSON */
function readJson(text: string, fileName: string): unknown {
  const problem = jsonErrorSentence(text);
  if (problem === undefined) return parseJson(text, `file ${fileName}`);
  const begun = /^\s*[[{]/.test(text);
  throw new GroundTruthError(
    'invalid-json',
    begun
      ? `${fileName} is not JSON. ${problem}`
      : `${fileName} is not JSON. A skeleton of ours, a COCO file or a crowd-2d-skeleton rig can be read.`,
  );
}

function readCoco(value: unknown, chosen: string | undefined): Imported {
  const whole = isFields(value) ? value : {};
  const list = Array.isArray(value) ? value : (whole['categories'] ?? [whole]);
  const categories = (Array.isArray(list) ? list : []).filter(isFields);
  const posed = categories.filter(({ keypoints }) => Array.isArray(keypoints) && keypoints.length > 0);
  const names = posed.map((category) => String(category['name']));
  if (names.length > 1 && chosen === undefined) return { categories: names };
  const name = chosen ?? names[0];
  const wanted = posed.find((category) => category['name'] === name);
  const fromZero = wanted !== undefined && countsFromZero(wanted);
  const file = {
    ...whole,
    // Who writes a category by hand has no use for its number.
    categories: categories.map((category, index) => ({
      id: -1 - index,
      ...category,
      ...(fromZero && category === wanted ? { skeleton: shifted(category['skeleton']) } : {}),
    })),
  };
  return {
    skeleton: parseCocoCategory(JSON.stringify(file), name),
    ...(fromZero
      ? { remark: 'Its edges count from 0, where COCO counts from 1. They were read as they are meant.' }
      : {}),
  };
}

/** Edges that count from 0 name keypoint 0, and never one as high as the number of keypoints. */
function countsFromZero({ skeleton, keypoints }: Fields): boolean {
  const ends: unknown[] = Array.isArray(skeleton) ? skeleton.flat() : [];
  const { length } = keypoints as unknown[];
  return ends.includes(0) && ends.every((end) => typeof end === 'number' && end < length);
}

const shifted = (edges: unknown) =>
  (edges as [number, number][]).map(([from, to]): [number, number] => [from + 1, to + 1]);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checked(value: unknown): Skeleton {
  const skeleton = parseContract(Skeleton, value, 'skeleton');
  const contradiction = checkSkeleton(skeleton);
  if (contradiction === undefined) return skeleton;
  throw new GroundTruthError('invalid-contract', `The skeleton contradicts itself: ${contradiction}.`);
}
