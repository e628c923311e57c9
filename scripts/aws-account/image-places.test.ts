import { expect, it } from 'vitest';
import { imagePlaces } from './image-places.ts';

const manifest = (...uris: string[]) =>
  uris.map((uri) => `${JSON.stringify({ 'source-ref': uri })}\n`).join('');

it.each([
  [['s3://frames/mice/a.png', 's3://frames/mice/b.png'], ['s3://frames/mice/']],
  [['s3://frames/mice/day-1/a.png', 's3://frames/mice/day-2/b.png'], ['s3://frames/mice/']],
  [['s3://frames/mice/day-1/a.png', 's3://frames/mice/b.png'], ['s3://frames/mice/']],
  [['s3://frames/mice/a.png', 's3://frames/rats/b.png'], ['s3://frames/']],
  [['s3://frames/a.png'], ['s3://frames/']],
  [
    ['s3://frames/mice/a.png', 's3://more/x/y/b.png'],
    ['s3://frames/mice/', 's3://more/x/y/'],
  ],
  [[], []],
])('of %j are in %j', (uris, places) => {
  expect(imagePlaces(manifest(...uris))).toEqual(places);
});
