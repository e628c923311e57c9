import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handles } from './box-edits.ts';
import { handleAt, handlePoint } from './handle-at.ts';

const box = { left: 100, top: 100, width: 200, height: 120 };

describe('taking hold of a box', () => {
  it('finds each of the eight handles anywhere in a target of 24 pixels', () => {
    const off = fc.integer({ min: -11, max: 11 });
    fc.assert(
      fc.property(fc.constantFrom(...handles), off, off, (handle, dx, dy) => {
        const { x, y } = handlePoint(box, handle);
        expect(handleAt(box, { x: x + dx, y: y + dy }, 1, false)).toBe(handle);
      }),
    );
  });

  it('finds an edge along its whole length, more closely', () => {
    expect(handleAt(box, { x: 150, y: 104 }, 1, false)).toBe('n');
    expect(handleAt(box, { x: 150, y: 109 }, 1, false)).toBe('');
    expect(handleAt(box, { x: 150, y: 91 }, 1, false)).toBeUndefined();
    expect(handleAt(box, { x: 305, y: 135 }, 1, false)).toBe('e');
  });

  it('finds the box itself in the middle and nothing beside it', () => {
    expect(handleAt(box, { x: 200, y: 160 }, 1, false)).toBe('');
    expect(handleAt(box, { x: 320, y: 160 }, 1, false)).toBeUndefined();
    expect(handleAt(box, { x: 200, y: 60 }, 1, true)).toBeUndefined();
  });

  it('leaves the middle half of a small box for moving it', () => {
    const small = { left: 10, top: 10, width: 8, height: 8 };
    expect(handleAt(small, { x: 14, y: 14 }, 1, false)).toBe('');
    expect(handleAt(small, { x: 9, y: 9 }, 1, false)).toBe('nw');
  });

  it('has larger targets for fingers', () => {
    expect(handleAt(box, { x: 82, y: 82 }, 1, false)).toBeUndefined();
    expect(handleAt(box, { x: 82, y: 82 }, 1, true)).toBe('nw');
  });
});
