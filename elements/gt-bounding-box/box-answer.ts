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

/**
 * Whether two documents show the same boxes, in any order: a box that was moved and moved back is unchanged.
 * Documents share the boxes that no edit has touched, so only the others are compared.
 */
function sameBoxes(a: BoxDocument, b: BoxDocument): boolean {
  if (a.boxes.length !== b.boxes.length) return false;
  const keys = rest(b, a);
  return rest(a, b).every((key, index) => key === keys[index]);
}

/** The boxes of one document that the other does not share, as sorted texts. */
function rest(of: BoxDocument, without: BoxDocument): string[] {
  const shared = new Set(without.boxes);
  return of.boxes
    .filter((box) => !shared.has(box))
    .map(({ left, top, width, height, label }) => [left, top, width, height, label].join(' '))
    .sort();
}
