import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarseToFineKeysTo, numberKeysTo } from '../scenarios/testing/number-keys-to.ts';
import { ninthOf } from './aim-grid.ts';

const image = { width: 3840, height: 2160 };

describe('aiming with number keys', () => {
  it('reaches every pixel and corner of a 4K picture within eight keys, and within eleven with arrows at the end', () => {
    fc.assert(
      fc.property(fc.nat(image.width), fc.nat(image.height), (x, y) => {
        expect(numberKeysTo([x, y], image).length).toBeLessThanOrEqual(8);
        expect(coarseToFineKeysTo([x, y], image).length).toBeLessThanOrEqual(11);
      }),
      {
        numRuns: 2000,
        examples: [
          [0, 0],
          [image.width, image.height],
          [image.width - 1, 0],
        ],
      },
    );
  });

  it('numbers the ninths as they are read', () => {
    const box = { left: 30, top: 60, width: 90, height: 30 };
    expect(ninthOf(box, 1)).toEqual({ left: 30, top: 60, width: 30, height: 10 });
    expect(ninthOf(box, 6)).toEqual({ left: 90, top: 70, width: 30, height: 10 });
    expect(ninthOf(box, 8)).toEqual({ left: 60, top: 80, width: 30, height: 10 });
  });
});
