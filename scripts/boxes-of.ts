import type { AnsweredBox, BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';

/**
 * The boxes of a label or of one worker's answer.
 * @param names the job's labels in the order of class_id; a class without a name keeps its number
 */
export function boxesOf(
  label: BoundingBoxLabel | BoundingBoxAnswer,
  names: readonly string[],
): AnsweredBox[] {
  if ('boundingBoxes' in label) return (label as BoundingBoxAnswer).boundingBoxes;
  return (label as BoundingBoxLabel).annotations.map(({ class_id, left, top, width, height }) => ({
    label: names[class_id] ?? String(class_id),
    left,
    top,
    width,
    height,
  }));
}
