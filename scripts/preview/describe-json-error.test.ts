import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeJsonError, jsonErrorSentence } from './describe-json-error.ts';

describe('a mistake in JSON', () => {
  it.each([
    ['{\n "a": 1,\n}', 2, 8, /comma is one too many: a } follows/],
    ['{\n "a": 1\n "b": 2\n}', 3, 2, /comma or a } is missing/],
    ['[1 2]', 1, 4, /comma or a ] is missing/],
    ['{\n "a": [1, 2\n', 2, 12, /ends too early: the \[ of line 2 is not closed/],
    ['{\n "a": "x\n}', 2, 7, /quote that begins here is not closed/],
    ['{\n "a" 1\n}', 2, 6, /colon is missing/],
    ['{\n a: 1\n}', 2, 2, /name in double quotes/],
    ["{\n 'a': 1\n}", 2, 2, /name in double quotes/],
    ['{}\n{}', 2, 1, /after the end/],
    ['{\n "a": yes\n}', 2, 7, /value is expected/],
    ['{\n "a": True\n}', 2, 7, /True is no value in JSON/],
    ['{\n "a": \'x\'\n}', 2, 7, /straight double quotes/],
    ['{\n // what\n}', 2, 2, /no comments/],
    ['{"a": "C:\\images"}', 1, 10, /backslash/],
    ['{"a": 01}', 1, 7, /value is expected/],
    ['{"a": }', 1, 7, /value is expected/],
    ['', 1, 1, /is empty/],
  ])('is told with its line and column: %j', (text, line, column, message) => {
    const problem = describeJsonError(text);
    expect(problem?.message).toMatch(message);
    expect([problem?.line, problem?.column]).toEqual([line, column]);
    expect(text.slice(0, problem?.offset).split('\n').at(-1)).toHaveLength(column - 1);
    expect(jsonErrorSentence(text)).toMatch(/^Line \d+, column \d+: [A-Z“T]/);
  });

  it('is found in no value that JSON wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => describeJsonError(JSON.stringify(value, null, 2)) === undefined),
    );
  });

  it('is found where a text that JSON wrote was cut off, and never after its end', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(200), (value, cut) => {
        const text = JSON.stringify({ value }, null, 2);
        const half = text.slice(0, cut % text.length);
        const problem = describeJsonError(half);
        expect(problem?.offset).toBeLessThanOrEqual(half.length);
        expect(problem?.message).toMatch(/early|quote|empty|expected|backslash|missing|no value/);
      }),
    );
  });

  it('is told of text that is nested beyond all reason', () => {
    expect(describeJsonError('['.repeat(200_000))?.message).toBeTruthy();
  });
});
