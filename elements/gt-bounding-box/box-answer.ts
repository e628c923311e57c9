import type { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { ImageSize } from '#contracts/geometry.ts';
import type { BoxDocument } from './box-document.ts';

/**
 * The answer, with its keys in the alphabetical order in which Ground Truth's own answers are written.
 * @param initial the document that the worker was given, when there was an initial value
 */
export function boxAnswer(
  document: BoxDocument,
  image: ImageSize,
  labels: readonly string[],
  initial: BoxDocument | undefined,
): BoundingBoxAnswer {
  return {
    boundingBoxes: document.boxes.map(({ height, label, left, top, width }) => ({
      height,
      label,
      left,
      top,
      width,
    })),
    ...(initial === undefined ? {} : { initialValueModified: !sameBoxes(document, initial) }),
    inputImageProperties: { height: image.height, width: image.width },
    labels: [...labels],
    ...(document.nothingToLabel ? { nothingToLabel: true } : {}),
  };
}

/** Whether two documents show the same boxes, in any order: a box that was moved and moved back is unchanged. */
function sameBoxes(a: BoxDocument, b: BoxDocument): boolean {
  if (a.boxes === b.boxes) return true;
  if (a.boxes.length !== b.boxes.length) return false;
  const key = (document: BoxDocument) =>
    document.boxes
      .map(({ left, top, width, height, label }) => [left, top, width, height, label].join(' '))
      .sort();
  const other = key(b);
  return key(a).every((text, index) => text === other[index]);
}
