import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson } from './format-json.ts';

describe('formatted JSON', () => {
  it('reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(formatJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps a small object on one line', () => {
    const keypoints = [1, 2, 3].map((x) => ({ label: 'left_fore_paw', x, y: 2, visibility: 'visible' }));
    expect(formatJson({ keypoints }).split('\n')).toHaveLength(7);
  });
});
