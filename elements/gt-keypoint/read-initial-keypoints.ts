import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { either, list, number, object, oneOf, type Shape, text } from '#elements/stage/shape.ts';
import { emptyKeypointDocument, emptyPose, type KeypointDocument, type Mark } from './keypoint-document.ts';

/** The contracts' limit of a coordinate, in image pixels. */
const MAX_PIXELS = 1_000_000;
const pixel = number(-MAX_PIXELS, MAX_PIXELS);
const label = text(1, 256);
const instance = either(text(1, 64), number());

/** An earlier answer, as far as it can be marked again: the contract `KeypointAnswer`'s keypoints and absents. */
export const initialShape: Shape = object({
  keypoints: list(
    object({ label, x: pixel, y: pixel, 'instance?': instance, 'visibility?': oneOf('visible', 'occluded') }),
  ),
  'absent?': list(object({ label, 'instance?': instance })),
  'instances?': list(object({ id: instance, 'name?': label }), 0, 1000),
});

/** A {@link KeypointDocument} with so many keypoints, as far as it is believed. */
export const draftShape = (count: number): Shape =>
  object({
    poses: list(
      object({
        id: instance,
        'name?': label,
        marks: list(
          either(
            oneOf(null),
            object({ visibility: oneOf('absent') }),
            object({ visibility: oneOf('visible', 'occluded'), x: pixel, y: pixel }),
          ),
          count,
          count,
        ),
      }),
      1,
    ),
  });

/**
 * The document that the attribute `initial-value` describes: a list of keypoints as in crowd-keypoint, or a
 * whole answer. Keypoints that the skeleton does not have are left out.
 * @throws {Error} a sentence for the author of the template
 */
export function readInitialKeypoints(value: unknown, skeleton: Skeleton): KeypointDocument {
  const count = skeleton.keypoints.length;
  if (value === undefined) return emptyKeypointDocument(count);
  if (value instanceof Error) throw new Error(`The attribute initial-value is not JSON. ${value.message}`);
  const wrapped = Array.isArray(value) ? { keypoints: value } : value;
  const problem = initialShape(wrapped, '');
  if (problem !== undefined) throw new Error(`The attribute initial-value cannot be used: ${problem}.`);
  const { keypoints, absent = [], instances = [] } = wrapped as KeypointAnswer;
  const index = new Map(skeleton.keypoints.map(({ name }, position) => [name, position]));
  const poses = new Map<string, (Mark | null)[]>();
  const put = (label: string, instance: string | number | undefined, mark: Mark) => {
    const position = index.get(label);
    if (position === undefined) return;
    // crowd-keypoint repeats a label for a second animal and does not say which: it goes to the next pose.
    let id = String(instance ?? 1);
    while (instance === undefined && poses.get(id)?.[position]) id = String(Number(id) + 1);
    const marks = poses.get(id) ?? [...emptyPose(id, count).marks];
    marks[position] = mark;
    poses.set(id, marks);
  };
  for (const { label, instance, x, y, visibility = 'visible' } of keypoints)
    put(label, instance, { visibility, x, y });
  for (const { label, instance } of absent) put(label, instance, { visibility: 'absent' });
  if (poses.size === 0) return emptyKeypointDocument(count);
  const names = new Map(instances.map(({ id, name }) => [String(id), name]));
  const named = [...poses].map(([id, marks]) => {
    const name = names.get(id);
    return { id, marks, ...(name === undefined ? {} : { name }) };
  });
  return { poses: named, nothing: false };
}

/** The same document for another skeleton: marks are kept by keypoint name. */
export function adaptKeypoints(document: KeypointDocument, old: Skeleton, next: Skeleton): KeypointDocument {
  const positions = next.keypoints.map(({ name }) =>
    old.keypoints.findIndex((keypoint) => keypoint.name === name),
  );
  const poses = document.poses.map(({ marks, ...pose }) => ({
    ...pose,
    marks: positions.map((position) => marks[position] ?? null),
  }));
  return { ...document, poses };
}

/**
 * The attribute `initialValues` of crowd-2d-skeleton as an earlier answer: a list of `{name, annotations}`, or of
 * keypoints.
 */
export function fromAnnotations(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0 || !Array.isArray(value[0]?.annotations)) return value;
  return {
    keypoints: value.flatMap(({ annotations = [] }, index) =>
      annotations.map((keypoint: object) => ({ ...keypoint, instance: index + 1 })),
    ),
    instances: value.map(({ name }, index) => ({ id: index + 1, ...(name ? { name } : {}) })),
  };
}
