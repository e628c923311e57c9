import { describe, expect, it } from 'vitest';
import { placeOfPath } from './place-of-path.ts';

const text = `{
  "taskObject": "a {\\"skeleton\\": 1}, b",
  "skeleton": {
    "keypoints": [
      { "name": "nose" },
      {
        "name": "tail",
        "rest": [
          0.5,
          "x"
        ]
      }
    ],
    "edges": [["nose", "tail"],
      ["nose", "ear"]]
  },
  "header": null
}`;

describe('the place of a path', () => {
  it.each([
    ['', 1],
    ['taskObject', 2],
    ['skeleton', 3],
    ['skeleton.keypoints.0.name', 5],
    ['skeleton.keypoints.1.name', 7],
    ['skeleton.keypoints.1.rest.1', 10],
    ['skeleton.edges.0.1', 14],
    ['skeleton.edges.1.1', 15],
    ['header', 17],
  ])('of %s is in line %i', (path, line) => {
    expect(placeOfPath(text, path === '' ? [] : path.split('.')).line).toBe(line);
  });

  it('is that of what lacks the value, when it is not there', () => {
    const found = (path: string[]) => {
      const { line, start, end } = placeOfPath(text, path);
      return [line, text.slice(start, end)];
    };
    expect(found(['skeleton', 'keypoints', '1', 'side'])).toEqual([6, '{']);
    expect(found(['labels'])).toEqual([1, '{']);
    expect(found(['skeleton', 'name'])).toEqual([3, '{']);
  });

  it('is all of the value', () => {
    const found = (path: string) => {
      const { column, start, end } = placeOfPath(text, path.split('.'));
      return [column, text.slice(start, end)];
    };
    expect(found('header')).toEqual([13, 'null']);
    expect(found('skeleton.edges.1.1')).toEqual([16, '"ear"']);
    expect(found('skeleton.keypoints.0')).toEqual([7, '{ "name": "nose" }']);
  });
});
