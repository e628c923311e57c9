import type { ImageSize } from '#contracts/geometry.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { countMarks, isPlaced, type KeypointDocument } from './keypoint-document.ts';

/**
 * The answer for a document. One pose with nothing hidden or absent reads like crowd-keypoint's; otherwise
 * every keypoint names its instance and visibility. Poses without a mark are not part of it.
 */
export function keypointAnswerOf(
  document: KeypointDocument,
  image: ImageSize,
  skeleton: Skeleton,
): KeypointAnswer {
  const poses = document.nothing ? [] : document.poses.filter((pose) => countMarks(pose) > 0);
  const plain =
    poses.length <= 1 &&
    poses[0]?.name === undefined &&
    poses.every(({ marks }) => marks.every((mark) => mark === null || mark.visibility === 'visible'));
  const named = poses.flatMap(({ id, marks }) =>
    marks.map((mark, position) => ({ label: skeleton.keypoints[position]?.name ?? '', instance: id, mark })),
  );
  const keypoints = named.flatMap(({ label, instance, mark }) =>
    isPlaced(mark)
      ? [{ label, x: mark.x, y: mark.y, ...(plain ? {} : { instance, visibility: mark.visibility }) }]
      : [],
  );
  const absent = named
    .filter(({ mark }) => mark?.visibility === 'absent')
    .map(({ label, instance }) => ({ label, instance }));
  const label = skeleton.instance;
  return {
    inputImageProperties: { height: image.height, width: image.width },
    keypoints,
    ...(absent.length > 0 ? { absent } : {}),
    ...(plain
      ? {}
      : {
          instances: poses.map(({ id, name }) => ({
            id,
            ...(label === undefined ? {} : { label }),
            ...(name === undefined ? {} : { name }),
          })),
        }),
    ...(document.nothing ? { nothingToLabel: true } : {}),
    skeleton: compactSkeleton(skeleton),
  };
}

/** The skeleton as the merge needs it: no definitions, pictures or colours. */
function compactSkeleton({ name, instance, keypoints, edges, pairs, axis }: Skeleton): Skeleton {
  return {
    name,
    ...(instance === undefined ? {} : { instance }),
    keypoints: keypoints.map(({ name, side }) => ({ name, ...(side === undefined ? {} : { side }) })),
    ...(edges === undefined ? {} : { edges }),
    ...(pairs === undefined || pairs.length === 0 ? {} : { pairs }),
    ...(axis === undefined ? {} : { axis }),
  };
}
