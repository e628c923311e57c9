import { describe, expect, it } from 'vitest';
import { readInitialBoxes, readLabels } from './read-attributes.ts';

describe('labels', () => {
  it('are a list of texts, each kept once', () => {
    expect(readLabels(['boat', 'person', 'boat'])).toEqual(['boat', 'person']);
  });

  it.each([
    [undefined, 'found nothing'],
    [[], 'found []'],
    ['boat', 'found boat'],
    [['boat', ''], '1 to 256 characters'],
    [['boat', 7], 'found 7'],
    [new Error('Expected a value at character 3.'), 'character 3'],
  ])('that are %j are refused with what was found', (value, words) => {
    expect(() => readLabels(value)).toThrow(words);
  });
});

describe('an initial value', () => {
  const box = { left: 1.5, top: 2, width: 3, height: 4, label: 'boat', score: 0.9 };

  it('is not there when the template rendered nothing', () => {
    expect(readInitialBoxes(undefined)).toBeUndefined();
    expect(readInitialBoxes(null)).toBeUndefined();
  });

  it('keeps what a box is made of', () => {
    expect(readInitialBoxes([box])).toEqual([{ left: 1.5, top: 2, width: 3, height: 4, label: 'boat' }]);
  });

  it.each([
    [{ boundingBoxes: [] }, 'needs a list'],
    [[box, { ...box, width: '3' }], 'Box 2 of "initial-value" needs a number as "width"'],
    [[{ ...box, left: Number.NaN }], '"left"'],
    [[{ ...box, height: -1 }], '"height"'],
    [[{ ...box, label: null }], 'Box 1 of "initial-value" needs a "label"'],
    [[null], 'Box 1'],
  ])('that is %j is refused with the box and the reason', (value, words) => {
    expect(() => readInitialBoxes(value)).toThrow(words);
  });
});
