import type { Box } from '#contracts/geometry.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { seededRandom } from '../seeded-random.ts';

/** Size of the measured picture: a frame of a 4K camera. */
export const image = { width: 3840, height: 2160 };

/** The shape that is dragged, alone in the picture's left top corner; nothing else lies above it. */
export const target: Box = { left: 300, top: 260, width: 220, height: 180 };
const corner = { width: 900, height: 700 };

/** Boxes with the labels that the template is given; the first is {@link target}. */
export function makeBoxes(count: number): (Box & { label: string })[] {
  const random = seededRandom(7);
  const boxes = [{ ...target, label: 'a' }];
  while (boxes.length < count) {
    const width = Math.round(20 + random() * 120);
    const height = Math.round(20 + random() * 120);
    const left = Math.floor(random() * (image.width - width));
    const top = Math.floor(random() * (image.height - height));
    if (left < corner.width && top < corner.height) continue;
    boxes.push({ left, top, width, height, label: random() < 0.5 ? 'a' : 'b' });
  }
  return boxes;
}

const POINTS = 17;

/** Seventeen keypoints in a row of edges, half of them left, half right. */
export const skeleton: Skeleton = {
  name: 'measured',
  keypoints: Array.from({ length: POINTS }, (_, index) => ({
    name: `point ${index + 1}`,
    side: index === 0 ? 'middle' : index % 2 ? 'left' : 'right',
  })),
  edges: Array.from({ length: POINTS - 1 }, (_, index) => [`point ${index + 1}`, `point ${index + 2}`]),
};

/** Poses of {@link skeleton}; the first point of the first one is in the middle of {@link target}. */
export function makePoses(count: number) {
  const random = seededRandom(11);
  const keypoints = Array.from({ length: count }, (_, pose) => {
    const left = pose === 0 ? target.left : corner.width + random() * (image.width - corner.width - 220);
    const top = pose === 0 ? target.top : random() * (image.height - 200);
    return Array.from({ length: POINTS }, (_, point) => ({
      label: `point ${point + 1}`,
      instance: String(pose + 1),
      x: Math.round(point === 0 ? left + target.width / 2 : left + 20 + (point % 6) * 36),
      y: Math.round(point === 0 ? top + target.height / 2 : top + Math.floor(point / 6) * 180 + random() * 8),
    }));
  });
  return { inputImageProperties: image, keypoints: keypoints.flat() };
}
