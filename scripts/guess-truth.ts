import type { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { ImageSize } from '#contracts/geometry.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';

/** Part of the image that a guessed animal fills, per side. */
const FILL = 0.6;

/** Whole pixels: what a click gives, and short in a file. */
const pixel = Math.round;

/**
 * Stands in for a truth where there is none: the skeleton's rest pose in the middle of the image. A keypoint
 * without a rest position gets a place on a circle, so that no two coincide.
 */
export function guessKeypoints(skeleton: Skeleton, size: ImageSize): KeypointAnswer {
  const box = {
    left: (size.width * (1 - FILL)) / 2,
    top: (size.height * (1 - FILL)) / 2,
    width: size.width * FILL,
    height: size.height * FILL,
  };
  const keypoints = skeleton.keypoints.map(({ name, rest }, index) => {
    const angle = (2 * Math.PI * index) / skeleton.keypoints.length;
    const [x, y] = rest ?? [0.5 + 0.5 * Math.cos(angle), 0.5 + 0.5 * Math.sin(angle)];
    return {
      label: name,
      instance: '1',
      visibility: 'visible' as const,
      x: pixel(box.left + x * box.width),
      y: pixel(box.top + y * box.height),
    };
  });
  return {
    inputImageProperties: size,
    keypoints,
    instances: [{ id: '1', ...(skeleton.instance === undefined ? {} : { label: skeleton.instance }) }],
    skeleton,
  };
}

/**
 * One box for each of up to three labels, side by side, at heights that depend on the object's key: the same
 * for every worker, different from image to image.
 */
export function guessBoxes(labels: string[], size: ImageSize, objectKey: string): BoundingBoxAnswer {
  const shown = labels.slice(0, 3);
  const slot = size.width / shown.length;
  const boundingBoxes = shown.map((label, index) => ({
    label,
    left: pixel(slot * (index + 0.2)),
    top: pixel(size.height * (0.2 + 0.3 * fraction(`${objectKey}/${label}`))),
    width: pixel(slot * 0.6),
    height: pixel(size.height * 0.4),
  }));
  return { boundingBoxes, inputImageProperties: size, labels };
}

/** A number in [0, 1) that depends on the text alone (FNV-1a). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) / 2 ** 32;
}
