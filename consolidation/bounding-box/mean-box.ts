import type { Box } from '#contracts/geometry.ts';

/** The mean of each number. */
export function meanBox(boxes: readonly Box[]): Box {
  const mean = { left: 0, top: 0, width: 0, height: 0 };
  // A running mean: one box gives itself to the bit.
  boxes.forEach((box, index) => {
    for (const key of ['left', 'top', 'width', 'height'] as const)
      mean[key] += (box[key] - mean[key]) / (index + 1);
  });
  return mean;
}
