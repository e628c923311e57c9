import * as z from 'zod/mini';
import type { ImageSize } from '#contracts/geometry.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { parseContract, unwrapJson } from '#contracts/parse.ts';
import { LabelName } from '#contracts/skeleton.ts';

/** What `<crowd-2d-skeleton>` takes as `initialValues` and submits as `updated_annotations`. */
export const SkeletonAnnotations = z
  .array(
    z.looseObject({
      name: z.optional(z.string()),
      annotations: z
        .array(z.looseObject({ label: LabelName, x: z.number(), y: z.number() }))
        .check(z.maxLength(20_000)),
    }),
  )
  .check(z.maxLength(1000));
export type SkeletonAnnotations = z.infer<typeof SkeletonAnnotations>;

/**
 * The answer that such annotations are, one instance each. The component knows neither hidden nor absent
 * points, so a point that is not there stays unsaid.
 * @param size of the image, which the component does not submit
 * @throws {GroundTruthError} `invalid-json` or `invalid-contract`
 */
export function parseSkeletonAnnotations(value: unknown, size: ImageSize): KeypointAnswer {
  const skeletons = parseContract(
    SkeletonAnnotations,
    unwrapJson(value, 'skeleton annotations'),
    'skeleton annotations',
  );
  return {
    inputImageProperties: { width: size.width, height: size.height },
    keypoints: skeletons.flatMap(({ annotations }, index) =>
      annotations.map(({ label, x, y }) => ({
        label,
        x,
        y,
        instance: String(index + 1),
        visibility: 'visible' as const,
      })),
    ),
    instances: skeletons.map(({ name }, index) => ({
      id: String(index + 1),
      ...(name === undefined || name === '' ? {} : { label: name.slice(0, 256) }),
    })),
  };
}

/** The annotations of an answer, for a job that still has the component. Hidden points are points to it. */
export function serializeSkeletonAnnotations(answer: KeypointAnswer): SkeletonAnnotations {
  const ids = [
    ...new Set([
      ...(answer.instances ?? []).map(({ id }) => String(id)),
      ...answer.keypoints.map(({ instance }) => String(instance ?? '1')),
    ]),
  ];
  return ids.map((id) => ({
    name: answer.instances?.find((instance) => String(instance.id) === id)?.label ?? id,
    annotations: answer.keypoints
      .filter(({ instance }) => String(instance ?? '1') === id)
      // The component's schema asks for integers.
      .map(({ label, x, y }) => ({ label, x: Math.round(x), y: Math.round(y) })),
  }));
}
