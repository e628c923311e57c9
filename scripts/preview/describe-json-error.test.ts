import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeJsonError } from './describe-json-error.ts';

describe('a mistake in JSON', () => {
  it.each([
    ['{\n "a": 1,\n}', 3, /comma too many/],
    ['{\n "a": 1\n "b": 2\n}', 3, /comma or a closing bracket is missing/],
    ['{\n "a": [1, 2\n', 2, /ends too early/],
    ['{\n "a": "x\n}', 2, /quote is not closed/],
    ['{\n "a" 1\n}', 2, /colon is missing/],
    ['{}\n{}', 2, /after the end/],
    ['{\n "a": yes\n}', 2, /value is expected/],
    ['', 1, /ends too early/],
  ])('is told with its line: %j', (text, line, message) => {
    const problem = describeJsonError(text);
    expect(problem?.message).toMatch(message);
    expect(problem?.line).toBe(line);
  });

  it('is found in no value that JSON wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => describeJsonError(JSON.stringify(value, null, 2)) === undefined),
    );
  });
});
