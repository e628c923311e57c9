import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '#contracts/geometry.ts';
import {
  besideBox,
  boxInside,
  handles,
  MIN_SIDE,
  moveBox,
  resizeBox,
  settleBox,
  whyTooSmall,
} from './box-edits.ts';

const image = { width: 400, height: 300 };
const distance = fc.double({ min: -1000, max: 1000, noNaN: true });
const place = fc.record({ x: distance, y: distance });
const insideBox = fc
  .tuple(
    fc.nat(image.width - 10),
    fc.nat(image.height - 10),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([left, top, w, h]) => ({
    left,
    top,
    width: MIN_SIDE + Math.floor(w * (image.width - left - MIN_SIDE)),
    height: MIN_SIDE + Math.floor(h * (image.height - top - MIN_SIDE)),
  }));

function expectInside(box: Box) {
  expect(Object.values(box).every(Number.isInteger)).toBe(true);
  expect(Math.min(box.left, box.top, box.width, box.height)).toBeGreaterThanOrEqual(0);
  expect(box.left + box.width).toBeLessThanOrEqual(image.width);
  expect(box.top + box.height).toBeLessThanOrEqual(image.height);
}

describe('drawing a box', () => {
  it('gives whole pixels inside the image, from whichever corner it starts', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        expectInside(boxInside([a, b], image));
        expect(boxInside([a, b], image)).toEqual(boxInside([b, a], image));
      }),
    );
  });

  it('says how small a box is that is too small', () => {
    expect(whyTooSmall({ left: 0, top: 0, width: 2, height: 40 })).toContain('2 × 40 pixels');
    expect(whyTooSmall({ left: 0, top: 0, width: MIN_SIDE, height: MIN_SIDE })).toBeUndefined();
  });
});

describe('moving a box', () => {
  it('keeps its size and stays inside the image', () => {
    fc.assert(
      fc.property(insideBox, distance, distance, (box, dx, dy) => {
        const moved = moveBox(box, dx, dy, image);
        expectInside(moved);
        expect([moved.width, moved.height]).toEqual([box.width, box.height]);
      }),
    );
  });

  it('goes back to where it was when the hand does', () => {
    fc.assert(
      fc.property(insideBox, (box) => {
        expect(moveBox(box, 0.3, -0.3, image)).toEqual(box);
      }),
    );
  });
});

describe('resizing a box', () => {
  it('stays inside the image and never gets smaller than the minimum, with any of the eight handles', () => {
    fc.assert(
      fc.property(insideBox, fc.constantFrom(...handles), distance, distance, (box, handle, dx, dy) => {
        const resized = resizeBox(box, handle, dx, dy, image);
        expectInside(resized);
        expect(Math.min(resized.width, resized.height)).toBeGreaterThanOrEqual(MIN_SIDE);
      }),
    );
  });

  it('leaves the edges alone that the handle does not hold', () => {
    fc.assert(
      fc.property(insideBox, distance, distance, (box, dx, dy) => {
        const east = resizeBox(box, 'e', dx, dy, image);
        expect([east.left, east.top, east.height]).toEqual([box.left, box.top, box.height]);
        const north = resizeBox(box, 'n', dx, dy, image);
        expect([north.left, north.width, north.top + north.height]).toEqual([
          box.left,
          box.width,
          box.top + box.height,
        ]);
      }),
    );
  });

  it('does not drift: however far the hand went, back at its start the box is as it was', () => {
    fc.assert(
      fc.property(insideBox, fc.constantFrom(...handles), (box, handle) => {
        expect(resizeBox(box, handle, 0, 0, image)).toEqual(box);
      }),
    );
  });

  it('lets a box that came smaller than the minimum keep its size', () => {
    const thin = { left: 10, top: 10, width: 1, height: 20 };
    expect(resizeBox(thin, 'e', -50, 0, image)).toEqual(thin);
  });
});

describe('boxes from elsewhere', () => {
  it('settle on whole pixels inside the image, at least one pixel large', () => {
    const side = fc.double({ min: 0, max: 2000, noNaN: true });
    fc.assert(
      fc.property(distance, distance, side, side, (left, top, width, height) => {
        const box = settleBox({ left, top, width, height }, image);
        expectInside(box);
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('stay as they are when they are whole pixels inside the image', () => {
    fc.assert(
      fc.property(insideBox, (box) => {
        expect(settleBox(box, image)).toEqual(box);
      }),
    );
  });
});

it('puts a copy beside the box and inside the image', () => {
  fc.assert(fc.property(insideBox, (box) => expectInside(besideBox(box, 12, image))));
  expect(besideBox({ left: 0, top: 0, width: 10, height: 10 }, 12, image)).toMatchObject({
    left: 12,
    top: 12,
  });
});
