import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapToPixel } from './snap-to-pixel.ts';
import { fitView, keepInSight, panBy, toImage, toScreen, visibleBox, zoomAt } from './view.ts';

const views = fc.record({
  k: fc.double({ min: 0.01, max: 64, noNaN: true }),
  x: fc.double({ min: -10_000, max: 10_000, noNaN: true }),
  y: fc.double({ min: -10_000, max: 10_000, noNaN: true }),
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
        const view = fitView(image, viewport);
        expect(image.width * view.k).toBeLessThanOrEqual(viewport.width + 1e-6);
        expect(image.height * view.k).toBeLessThanOrEqual(viewport.height + 1e-6);
      }),
    );
  });

  it('never loses the image out of sight', () => {
    fc.assert(
      fc.property(views, sizes, (view, image) => {
        const viewport = { width: 800, height: 600 };
        const kept = keepInSight(view, image, viewport);
        expect(kept.x).toBeLessThan(viewport.width);
        expect(kept.x + image.width * kept.k).toBeGreaterThan(0);
        expect(keepInSight(kept, image, viewport)).toEqual(kept);
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
