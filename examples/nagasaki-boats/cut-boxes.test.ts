import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBoxes } from './cut-boxes.ts';

const tile = { left: 100, top: 50, size: 200, scale: 2 };
const house = (left: number, top: number, width: number, height: number) => ({
  label: 'house',
  left,
  top,
  width,
  height,
});

describe('cutting boxes to a tile', () => {
  it('moves and enlarges a box that is wholly inside', () => {
    expect(cutBoxes([house(110, 60, 30, 40)], tile, 0.35)).toEqual([house(20, 20, 60, 80)]);
  });

  it('clips a box that hangs over the edge and drops one that shows too little', () => {
    expect(cutBoxes([house(80, 60, 40, 40)], tile, 0.35)).toEqual([house(0, 20, 40, 80)]);
    expect(cutBoxes([house(70, 60, 40, 40)], tile, 0.35)).toEqual([]);
  });

  it('keeps every box inside the tile', () => {
    const side = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 600 }), fc.integer(), side, side, (left, top, w, h) => {
        for (const box of cutBoxes([house(left, top % 600, w, h)], tile, 0.35)) {
          expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(0);
          expect(Math.max(box.left + box.width, box.top + box.height)).toBeLessThanOrEqual(400);
        }
      }),
    );
  });
});
