import { describe, expect, it } from 'vitest';
import { placeTag } from './place-tag.ts';

const tag = { width: 40, height: 22 };
const box = { left: 100, top: 100, width: 200, height: 80 };

describe('the label of a box', () => {
  it('stands above its box', () => {
    expect(placeTag(box, tag, [])).toEqual({ left: 99, top: 73, ...tag });
  });

  it('stands inside a box at the upper edge', () => {
    expect(placeTag({ ...box, top: 10 }, tag, [])).toEqual({ left: 99, top: 16, ...tag });
  });

  it('goes to where it hides no other label', () => {
    const taken: ReturnType<typeof placeTag>[] = [];
    for (let count = 0; count < 4; count += 1) taken.push(placeTag(box, tag, taken));
    expect(taken.map(({ left, top }) => [left, top])).toEqual([
      [99, 73],
      [261, 73],
      [99, 106],
      [99, 185],
    ]);
  });

  it('stands above its box where no place is free', () => {
    const everywhere = [{ left: 0, top: 0, width: 1000, height: 1000 }];
    expect(placeTag(box, tag, everywhere)).toEqual({ left: 99, top: 73, ...tag });
  });
});
