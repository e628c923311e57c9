import { describe, expect, it } from 'vitest';
import { placeNames } from './place-names.ts';

const sheet = { width: 300, height: 200 };
/** Every letter is 6 px wide. */
const widthOf = (text: string) => text.length * 6;
const place = (
  points: ({ x: number; y: number; name: string } | undefined)[],
  chosen?: number,
  size = sheet,
) => placeNames(points, size, chosen, widthOf);

describe('the names of a skeleton that is drawn', () => {
  it('stand after their points, and before those at the far edge', () => {
    const points = [
      { x: 50, y: 50, name: 'nose' },
      { x: 280, y: 50, name: 'tail' },
    ];
    expect(place(points)).toEqual(['after', 'before']);
  });

  it('change the side where another point or its name is in the way', () => {
    const points = [
      { x: 120, y: 50, name: 'left_ear' },
      { x: 150, y: 52, name: 'right_ear' },
    ];
    expect(place(points)).toEqual(['before', 'after']);
  });

  it('are left out where there is no room', () => {
    const points = [
      { x: 100, y: 50, name: 'withers' },
      { x: 125, y: 50, name: 'elbow' },
      { x: 150, y: 50, name: 'shoulder' },
    ];
    expect(place(points)).toEqual(['before', 'none', 'after']);
  });

  it('never lie over each other', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const points = Array.from({ length: 40 }, (_, index) => ({
      x: random() * 900,
      y: random() * 600,
      name: `keypoint_${index}`,
    }));
    const boxes = place(points, 3, { width: 900, height: 600 }).flatMap((side, index) => {
      const { x, y, name } = points[index] ?? { x: 0, y: 0, name: '' };
      const width = widthOf(name) + 10;
      return side === 'none' ? [] : [{ left: side === 'after' ? x + 13 : x - 13 - width, width, y }];
    });
    expect(boxes.length).toBeGreaterThan(20);
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1))
        expect(a.left >= b.left + b.width || b.left >= a.left + a.width || Math.abs(a.y - b.y) >= 18).toBe(
          true,
        );
  });

  it('give way to the one that is worked on', () => {
    const points = [
      { x: 100, y: 50, name: 'withers' },
      { x: 125, y: 50, name: 'elbow' },
      { x: 150, y: 50, name: 'shoulder' },
    ];
    expect(place(points, 1)[1]).toBe('after');
    expect(
      place([undefined, { x: 290, y: 10, name: 'a name that is longer than the sheet is wide, by far' }], 1),
    ).toEqual(['none', 'before']);
  });
});
