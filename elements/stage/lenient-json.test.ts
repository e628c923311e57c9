import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLenientJson } from './lenient-json.ts';

describe('an attribute in JSON', () => {
  it('may have single quotes, as the crowd elements document it', () => {
    expect(parseLenientJson("['Cat', 'Dog\\'s', \"Bird\"]")).toEqual(['Cat', "Dog's", 'Bird']);
  });

  it('may have bare keys, trailing commas, comments and short numbers', () => {
    expect(
      parseLenientJson("{ name: 'a', /* b */ list: [1, -.5, +2e3,], // end\n ok: true, no: null, }"),
    ).toEqual({
      name: 'a',
      list: [1, -0.5, 2000],
      ok: true,
      no: null,
    });
    expect(parseLenientJson("'tab\\t \\u00e9 \\x41'")).toBe('tab\t é A');
  });

  it('reads all JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parseLenientJson(text)).toEqual(JSON.parse(text));
        // A trailing comma sends the same value through our own reader.
        expect(parseLenientJson(`[${text},]`)).toEqual([JSON.parse(text)]);
      }),
    );
  });

  it('says where it breaks', () => {
    expect(() => parseLenientJson("['a' 'b']")).toThrow(
      'Expected "," or "]" at character 6, found "\'b\']".',
    );
    expect(() => parseLenientJson('[alert(1)]')).toThrow('Expected a value');
    expect(() => parseLenientJson("['a'")).toThrow('found the end');
  });

  it('does not follow hostile nesting, and a key __proto__ is only a key', () => {
    expect(() => parseLenientJson(`${"['x',".repeat(5000)}`)).toThrow('at most 32 levels');
    const value = parseLenientJson('{__proto__: {admin: true}}') as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value['admin']).toBeUndefined();
  });

  it('never takes long, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (text) => {
        try {
          parseLenientJson(text);
        } catch (error) {
          expect((error as Error).name).toBe('Error');
        }
      }),
    );
  });
});
