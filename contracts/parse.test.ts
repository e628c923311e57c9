import { expect, it } from 'vitest';
import { parseJson } from './parse.ts';

it.each(['', ' \n'])('says of a text with nothing in it (%j) that it is empty, and where', (text) => {
  expect(() => parseJson(text, 'payload', { file: 'answers.json' })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/payload is empty: JSON was expected/),
      where: { file: 'answers.json' },
    }),
  );
});

it('says of a text that breaks off that it is not JSON', () => {
  expect(() => parseJson('{"a": ', 'payload')).toThrow(/payload is not JSON/);
});
