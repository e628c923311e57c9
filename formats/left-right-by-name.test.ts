import { describe, expect, it } from 'vitest';
import { pairsByName, sideByName } from './left-right-by-name.ts';

describe('sides in names', () => {
  it.each([
    ['left_ear', 'left'],
    ['Right Ear', 'right'],
    ['ear.RIGHT', 'right'],
    ['nose', undefined],
    ['leftover', undefined],
    ['copyright', undefined],
  ])('hears in %s: %s', (name, side) => {
    expect(sideByName(name)).toBe(side);
  });

  it('pairs names that differ in the side alone, in their own capitals', () => {
    expect(
      pairsByName([
        'nose',
        'left_ear',
        'right_ear',
        'Left Paw',
        'Right Paw',
        'EAR_LEFT',
        'EAR_RIGHT',
        'left_eye',
      ]),
    ).toEqual([
      ['left_ear', 'right_ear'],
      ['Left Paw', 'Right Paw'],
      ['EAR_LEFT', 'EAR_RIGHT'],
    ]);
  });
});
