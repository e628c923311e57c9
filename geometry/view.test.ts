import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapToPixel } from './snap-to-pixel.ts';
import {
  alongImage,
  boundsOf,
  fitView,
  keepInSight,
  panBy,
  toImage,
  toScreen,
  turnAt,
  visibleBox,
  zoomAt,
} from './view.ts';

const views = fc.record({
  k: fc.double({ min: 0.01, max: 64, noNaN: true }),
  x: fc.double({ min: -10_000, max: 10_000, noNaN: true }),
  y: fc.double({ min: -10_000, max: 10_000, noNaN: true }),
  turn: fc.oneof(fc.constantFrom(0, 15, 90, -90, 180), fc.integer({ min: -180, max: 180 })),
});
const pixels = fc.record({ x: fc.nat(10_000), y: fc.nat(10_000) });
const screens = fc.record({ x: fc.integer({ min: 0, max: 4000 }), y: fc.integer({ min: 0, max: 4000 }) });
const sizes = fc.record({
  width: fc.integer({ min: 1, max: 9000 }),
  height: fc.integer({ min: 1, max: 9000 }),
});

describe('the view', () => {
  it('brings every stored pixel back exactly, whatever the zoom', () => {
    fc.assert(
      fc.property(views, pixels, (view, pixel) => {
        const image = { width: 10_001, height: 10_001 };
        expect(snapToPixel(toImage(view, toScreen(view, pixel)), image)).toEqual(pixel);
      }),
      { numRuns: 10_000 },
    );
  });

  it('is off by half a pixel at most, at any zoom, turn and density, and the same when it is opened again', () => {
    // EXIF orientation does not come in: the picture is shown as it is stored, whichever of the eight it says.
    const densities = fc.constantFrom(1, 1.25, 1.5, 2, 3);
    fc.assert(
      fc.property(views, views, densities, pixels, (view, again, density, pixel) => {
        const image = { width: 10_001, height: 10_001 };
        const at = toScreen(view, pixel);
        // A pointer reports whole device pixels.
        const device = { x: Math.round(at.x * density) / density, y: Math.round(at.y * density) / density };
        const answer = snapToPixel(toImage(view, device), image, 3);
        // Half a device pixel each way is all that can be lost.
        const lost = Math.SQRT1_2 / density / view.k;
        expect(Math.hypot(answer.x - pixel.x, answer.y - pixel.y)).toBeLessThanOrEqual(lost + 0.001);
        const exact = snapToPixel(toImage(view, at), image);
        expect(Math.max(Math.abs(exact.x - pixel.x), Math.abs(exact.y - pixel.y))).toBeLessThanOrEqual(0.5);
        expect(snapToPixel(toImage(again, toScreen(again, exact)), image)).toEqual(exact);
      }),
      { numRuns: 10_000 },
    );
  });

  it('turns around the pixel under the cursor, and comes back', () => {
    fc.assert(
      fc.property(views, screens, fc.integer({ min: -720, max: 720 }), (view, cursor, degrees) => {
        const turned = turnAt(view, cursor, degrees);
        const there = toScreen(turned, toImage(view, cursor));
        expect(there.x).toBeCloseTo(cursor.x, 4);
        expect(there.y).toBeCloseTo(cursor.y, 4);
        expect(Math.abs(turned.turn ?? 0)).toBeLessThanOrEqual(180);
        const back = turnAt(turned, cursor, view.turn);
        expect(back.x).toBeCloseTo(view.x, 3);
        expect(back.y).toBeCloseTo(view.y, 3);
      }),
    );
  });

  it('moves by arrows as the screen shows it, by whole pixels', () => {
    const right = (turn: number) => {
      const view = { k: 1, x: 0, y: 0, turn };
      const [x, y] = alongImage(view, 10, 0);
      return toScreen(view, { x, y });
    };
    for (let turn = -180; turn <= 180; turn += 15) {
      const { x, y } = right(turn);
      // At most 45 degrees beside the arrow.
      expect(x).toBeGreaterThan(7);
      expect(Math.abs(y)).toBeLessThan(7.1);
    }
    expect(right(90).x).toBe(10);
  });

  it('keeps the pixel under the cursor where it is while zooming', () => {
    fc.assert(
      fc.property(views, screens, fc.double({ min: 0.01, max: 64, noNaN: true }), (view, cursor, k) => {
        const before = toImage(view, cursor);
        const after = toScreen(zoomAt(view, cursor, k), before);
        expect(after.x).toBeCloseTo(cursor.x, 4);
        expect(after.y).toBeCloseTo(cursor.y, 4);
      }),
    );
  });

  it('moves by the distance of the hand', () => {
    expect(panBy({ k: 3, x: 1, y: 2 }, 10, -5)).toEqual({ k: 3, x: 11, y: -3 });
    const view = { k: 3, x: 1, y: 2 };
    expect(panBy(view, 0, 0)).toBe(view);
    expect(zoomAt(view, { x: 5, y: 5 }, 3)).toBe(view);
  });

  it('fits the whole image into the stage, centred', () => {
    expect(fitView({ width: 200, height: 100 }, { width: 400, height: 400 })).toEqual({ k: 2, x: 0, y: 100 });
    fc.assert(
      fc.property(sizes, sizes, (image, viewport) => {
        for (const turn of [0, 30, 90, -135]) {
          const box = boundsOf(fitView(image, viewport, 0, turn), image);
          expect(box.left).toBeGreaterThanOrEqual(-1e-6);
          expect(box.top).toBeGreaterThanOrEqual(-1e-6);
          expect(box.left + box.width).toBeLessThanOrEqual(viewport.width + 1e-6);
          expect(box.top + box.height).toBeLessThanOrEqual(viewport.height + 1e-6);
        }
      }),
    );
  });

  it('never loses the image out of sight', () => {
    fc.assert(
      fc.property(views, sizes, (view, image) => {
        const viewport = { width: 800, height: 600 };
        const kept = keepInSight(view, image, viewport);
        const box = boundsOf(kept, image);
        expect(box.left).toBeLessThan(viewport.width);
        expect(box.left + box.width).toBeGreaterThan(0);
        const again = keepInSight(kept, image, viewport);
        expect(again.x).toBeCloseTo(kept.x, 6);
        expect(again.y).toBeCloseTo(kept.y, 6);
      }),
    );
  });

  it('says which part of the image is visible', () => {
    expect(visibleBox({ k: 2, x: -20, y: 10 }, { width: 100, height: 50 })).toEqual({
      left: 10,
      top: -5,
      width: 50,
      height: 25,
    });
  });
});

describe('a stored pixel', () => {
  it('is whole unless decimals are asked for, and lies in the image', () => {
    const image = { width: 100, height: 50 };
    expect(snapToPixel({ x: 10.5, y: 3.2 }, image)).toEqual({ x: 11, y: 3 });
    expect(snapToPixel({ x: 10.26, y: 3.21 }, image, 1)).toEqual({ x: 10.3, y: 3.2 });
    expect(snapToPixel({ x: -4, y: 400 }, image)).toEqual({ x: 0, y: 49 });
  });
});
