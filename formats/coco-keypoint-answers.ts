import * as z from 'zod/mini';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { parseContract } from '#contracts/parse.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { CocoCategory, serializeCocoCategory } from './coco-keypoints.ts';

/** The part of COCO's keypoint file that answers travel in. */
export const CocoKeypointFile = z.looseObject({
  images: z.array(
    z.looseObject({ id: z.number(), file_name: z.string(), width: z.number(), height: z.number() }),
  ),
  annotations: z.array(
    z.looseObject({
      id: z.number(),
      image_id: z.number(),
      category_id: z.number(),
      keypoints: z.array(z.number()),
    }),
  ),
  categories: z.array(z.union([CocoCategory, z.looseObject({ id: z.number() })])),
});
export type CocoKeypointFile = z.infer<typeof CocoKeypointFile>;

/** The answer to one image. */
export interface ImageAnswer {
  file: string;
  answer: KeypointAnswer;
}

/**
 * One answer for each image of a COCO file, an instance for each annotation. COCO's v: 2 is visible, 1 hidden,
 * 0 not labeled, which reads as absent.
 * @throws {GroundTruthError} `invalid-contract`
 */
export function parseCocoKeypoints(value: unknown): ImageAnswer[] {
  const file = parseContract(CocoKeypointFile, value, 'COCO file');
  const names = new Map<number, readonly string[]>();
  for (const category of file.categories)
    if (Array.isArray(category['keypoints'])) names.set(category.id, category['keypoints'] as string[]);
  const byImage = Map.groupBy(file.annotations, ({ image_id }) => image_id);
  return file.images.map(({ id, file_name, width, height }) => {
    const answer = {
      inputImageProperties: { width, height },
      keypoints: [] as KeypointAnswer['keypoints'],
      absent: [] as { label: string; instance: string }[],
      instances: [] as { id: string }[],
    };
    const annotations = (byImage.get(id) ?? []).filter(({ category_id }) => names.has(category_id));
    annotations.forEach(({ category_id, keypoints }, index) => {
      const instance = String(index + 1);
      answer.instances.push({ id: instance });
      (names.get(category_id) ?? []).forEach((label, position) => {
        const [x = 0, y = 0, v = 0] = keypoints.slice(3 * position, 3 * position + 3);
        if (v === 0) answer.absent.push({ label, instance });
        else answer.keypoints.push({ label, x, y, instance, visibility: v === 1 ? 'occluded' : 'visible' });
      });
    });
    return { file: file_name, answer };
  });
}

/** A COCO keypoint file of answers. Box and area of an animal are those of its points. */
export function serializeCocoKeypoints(
  skeleton: Skeleton,
  answers: readonly ImageAnswer[],
): CocoKeypointFile {
  const annotations: CocoKeypointFile['annotations'] = [];
  answers.forEach(({ answer }, image) => {
    const ids = new Set([
      ...(answer.instances ?? []).map(({ id }) => String(id)),
      ...answer.keypoints.map(({ instance }) => String(instance ?? '1')),
    ]);
    for (const id of ids) {
      const points = answer.keypoints.filter(({ instance }) => String(instance ?? '1') === id);
      const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
      const [left, top] = points.length === 0 ? [0, 0] : [Math.min(...xs), Math.min(...ys)];
      const [width, height] = points.length === 0 ? [0, 0] : [Math.max(...xs) - left, Math.max(...ys) - top];
      annotations.push({
        id: annotations.length + 1,
        image_id: image + 1,
        category_id: 1,
        iscrowd: 0,
        keypoints: skeleton.keypoints.flatMap(({ name }) => {
          const point = points.find(({ label }) => label === name);
          return point ? [point.x, point.y, point.visibility === 'occluded' ? 1 : 2] : [0, 0, 0];
        }),
        num_keypoints: points.length,
        bbox: [left, top, width, height],
        area: width * height,
      });
    }
  });
  return {
    images: answers.map(({ file, answer }, index) => ({
      id: index + 1,
      file_name: file,
      width: answer.inputImageProperties.width,
      height: answer.inputImageProperties.height,
    })),
    annotations,
    categories: [serializeCocoCategory(skeleton)],
  };
}
