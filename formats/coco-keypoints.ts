import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { checkSkeleton, LabelName, Skeleton } from '#contracts/skeleton.ts';
import { pairsByName, sideByName } from './left-right-by-name.ts';

/** A COCO category with keypoints; `skeleton` has 1-based positions in `keypoints`. */
export const CocoCategory = z.looseObject({
  id: z.number(),
  name: LabelName,
  supercategory: z.optional(z.string()),
  keypoints: z.array(LabelName).check(z.minLength(1), z.maxLength(200)),
  skeleton: z.optional(z.array(z.tuple([z.number(), z.number()])).check(z.maxLength(400))),
});
export type CocoCategory = z.infer<typeof CocoCategory>;

/** One labeled animal, as far as a rest pose needs it: x, y, v for each keypoint, box [left, top, w, h]. */
const PosedAnnotation = z.looseObject({
  category_id: z.number(),
  keypoints: z.array(z.number()),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});

/** Animals that a rest pose is averaged over: more change nothing that can be seen. */
const ENOUGH = 2000;

/**
 * Reads the skeleton of a COCO file: the whole file, its list of categories, or one category. The first category
 * with keypoints counts, or the one that is named. Pairs and sides come from the names; a rest pose from the
 * annotations, where there are any.
 * @throws {GroundTruthError} `invalid-json`, `invalid-contract` or `not-found`
 */
export function parseCocoCategory(text: string, name?: string): Skeleton {
  const value = parseJson(text, 'COCO file');
  const { categories, annotations } = partsOf(value);
  const found = categories.find(
    (entry) => Array.isArray(entry['keypoints']) && (name === undefined || entry['name'] === name),
  );
  if (!found) {
    throw new GroundTruthError(
      'not-found',
      name === undefined
        ? 'The COCO file has no category with keypoints.'
        : `The COCO file has no category "${name}" with keypoints.`,
    );
  }
  const category = parseContract(CocoCategory, found, 'COCO category');
  const rest = restPose(category, annotations);
  const skeleton: Skeleton = {
    name: category.name,
    instance: category.name,
    keypoints: category.keypoints.map((keypoint, index) => {
      const at = rest[index];
      return { name: keypoint, side: sideByName(keypoint) ?? 'middle', ...(at ? { rest: at } : {}) };
    }),
    edges: (category.skeleton ?? []).map(([from, to]): [string, string] => [
      keypointAt(category, from),
      keypointAt(category, to),
    ]),
    pairs: pairsByName(category.keypoints),
  };
  const contradiction = checkSkeleton(skeleton);
  if (contradiction !== undefined)
    throw new GroundTruthError('invalid-contract', `The COCO category contradicts itself: ${contradiction}.`);
  return parseContract(Skeleton, skeleton, 'COCO category');
}

/** The category of a skeleton, as `categories` of a COCO file has it. COCO has no pairs, sides or rest pose. */
export function serializeCocoCategory(skeleton: Skeleton, id = 1): CocoCategory {
  const names = skeleton.keypoints.map(({ name }) => name);
  return {
    id,
    name: skeleton.instance ?? skeleton.name,
    supercategory: skeleton.instance ?? skeleton.name,
    keypoints: names,
    skeleton: (skeleton.edges ?? []).map(([from, to]) => [names.indexOf(from) + 1, names.indexOf(to) + 1]),
  };
}

function partsOf(value: unknown): { categories: Record<string, unknown>[]; annotations: unknown[] } {
  const whole = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const list = Array.isArray(value)
    ? value
    : Array.isArray(whole['categories'])
      ? whole['categories']
      : [whole];
  return {
    categories: list.filter(
      (entry): entry is Record<string, unknown> => typeof entry === 'object' && !!entry,
    ),
    annotations: Array.isArray(whole['annotations']) ? whole['annotations'] : [],
  };
}

function keypointAt({ keypoints, name }: CocoCategory, position: number): string {
  const keypoint = keypoints[position - 1];
  if (keypoint !== undefined) return keypoint;
  throw new GroundTruthError(
    'invalid-contract',
    `The skeleton of the COCO category ${name} names keypoint ${position}, expected 1 to ${keypoints.length}.`,
  );
}

/** Mean place of each labeled keypoint in its animal's box; undefined where no annotation has it. */
function restPose(
  { id, keypoints }: CocoCategory,
  annotations: readonly unknown[],
): ([number, number] | undefined)[] {
  const sums = keypoints.map(() => ({ x: 0, y: 0, count: 0 }));
  for (const candidate of annotations.slice(0, ENOUGH)) {
    const read = PosedAnnotation.safeParse(candidate);
    if (!read.success || read.data.category_id !== id) continue;
    const [left, top, width, height] = read.data.bbox;
    if (!(width > 0 && height > 0)) continue;
    sums.forEach((sum, index) => {
      const [x = 0, y = 0, v = 0] = read.data.keypoints.slice(3 * index, 3 * index + 3);
      if (v === 0) return;
      sum.x += (x - left) / width;
      sum.y += (y - top) / height;
      sum.count += 1;
    });
  }
  return sums.map(({ x, y, count }) => (count === 0 ? undefined : [round(x / count), round(y / count)]));
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;
