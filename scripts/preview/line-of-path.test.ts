import { describe, expect, it } from 'vitest';
import { lineOfPath } from './line-of-path.ts';

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

describe('the line of a path', () => {
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
  ])('of %s is %i', (path, line) => {
    expect(lineOfPath(text, path === '' ? [] : path.split('.'))).toBe(line);
  });

  it('is that of what lacks the value, when it is not there', () => {
    expect(lineOfPath(text, ['skeleton', 'keypoints', '1', 'side'])).toBe(6);
    expect(lineOfPath(text, ['labels'])).toBe(1);
    expect(lineOfPath(text, ['skeleton', 'name'])).toBe(3);
  });
});
