import { describe, expect, it } from 'vitest';
import { BoundingBoxTaskInput } from '#contracts/task-input.ts';
import { readInitialBoxes, readLabels } from './read-attributes.ts';

const box = { left: 1.5, top: 2, width: 3, height: 4, label: 'boat', score: 0.9 };

/** Whether the contract takes the same labels and boxes. */
const contractTakes = (labels: unknown, initialValue: unknown) =>
  BoundingBoxTaskInput.safeParse({ taskObject: 's3://bucket/a.jpg', labels, initialValue }).success;

describe('labels', () => {
  it('are a list of texts, each kept once', () => {
    expect(readLabels(['boat', 'person', 'boat'])).toEqual(['boat', 'person']);
  });

  it.each([
    [undefined, 'found nothing'],
    [[], 'a list of 1 to 1000'],
    ['boat', 'found boat'],
    [['boat', ''], '1: expected a text of 1 to 256 characters'],
    [['boat', 7], 'found 7'],
    [[null], '0: expected a text'],
  ])('that are %j are refused with what was found, as by the contract', (value, words) => {
    expect(() => readLabels(value)).toThrow(words);
    expect(contractTakes(value, undefined)).toBe(false);
  });

  it('that are no JSON are refused with the place where they break', () => {
    expect(() => readLabels(new Error('Expected a value at character 3.'))).toThrow('character 3');
  });
});

describe('an initial value', () => {
  it('is not there when the template rendered nothing', () => {
    expect(readInitialBoxes(undefined)).toBeUndefined();
    expect(readInitialBoxes(null)).toBeUndefined();
  });

  it('is a list of boxes', () => {
    expect(readInitialBoxes([box])).toEqual([box]);
    expect(contractTakes(['boat'], [box])).toBe(true);
  });

  it.each([
    [{ boundingBoxes: [] }, 'expected a list'],
    [[box, { ...box, width: '3' }], '1.width: expected a number'],
    [[{ ...box, left: Number.NaN }], '0.left'],
    [[{ ...box, height: -1 }], '0.height'],
    [[{ ...box, label: null }], '0.label: expected a text'],
    [[null], '0: expected an object'],
  ])('that is %j is refused with the place and the reason, as by the contract', (value, words) => {
    expect(() => readInitialBoxes(value)).toThrow(words);
    expect(contractTakes(['boat'], value)).toBe(false);
  });
});
