import { expect, it } from 'vitest';
import { parseManifestLine } from '#contracts/manifest-line.ts';
import { ANSWERS, chainManifest } from './chained-manifest.ts';
import { mergeManifests } from './merge-manifests.ts';

const line = (name: string, more: object = {}) => ({ 'source-ref': `s3://lab/${name}.png`, ...more });
const text = (...lines: object[]) => lines.map((value) => `${JSON.stringify(value)}\n`).join('');
const parse = (manifest: string) =>
  manifest
    .trimEnd()
    .split('\n')
    .map((content) => JSON.parse(content) as Record<string, Record<string, unknown>>);

/** A pose label with the answers of five workers, about 29,000 characters. */
const long = { annotations: [{ x: 1 }], [ANSWERS]: Array.from({ length: 5 }, () => 'x'.repeat(5_800)) };
const failed = { 'pose-metadata': { 'failure-reason': 'ClientError: Annotation tasks expired.' } };

it('leaves a manifest as it is when its labels are short', () => {
  const manifest = text(line('a', { pose: { annotations: [] } }), line('b', failed));
  expect(chainManifest(manifest, 'pose', 'm')).toEqual({
    text: manifest,
    lines: 2,
    labeled: 1,
    shortened: 0,
    longest: expect.any(Number),
  });
});

it('leaves the answers out and keeps the label when the answers make it too long', () => {
  const manifest = text(
    line('a', { pose: long, 'pose-metadata': { method: 'median' } }),
    line('b', { pose: { annotations: [], [ANSWERS]: [1] }, 'pose-metadata': {} }),
    line('c', failed),
  );
  expect(() => parseManifestLine(manifest.split('\n')[0] ?? '', 1)).toThrow(/20000/);
  const chained = chainManifest(manifest, 'pose', 'm');
  expect(chained).toMatchObject({ lines: 3, labeled: 2, shortened: 2 });
  expect(chained.longest).toBeGreaterThan(29_000);
  const lines = chained.text.trimEnd().split('\n');
  for (const [index, content] of lines.entries()) parseManifestLine(content, index + 1);
  const [first, second, third] = parse(chained.text);
  expect(first?.['pose']).toEqual({ annotations: [{ x: 1 }] });
  expect(first?.['pose-metadata']).toEqual({
    method: 'median',
    'answers-left-out': expect.stringContaining('20000 characters'),
  });
  expect(second?.['pose']).toEqual({ annotations: [] });
  expect(third).toEqual(line('c', failed));
});

it('names the line that is too long even so', () => {
  const manifest = text(line('a'), line('b', { notes: 'x'.repeat(20_001) }));
  expect(() => chainManifest(manifest, 'pose', 'm')).toThrow(/Line 2 .* attribute notes has 20001/);
});

it('merges a chain: the newest label of each object, with the answers of the job that made it', () => {
  const earlier = text(
    line('a', { pose: long, 'pose-metadata': { method: 'median' } }),
    line('b', failed),
    line('gone', { pose: { annotations: [] } }),
  );
  const chained = chainManifest(earlier, 'pose', 'm').text;
  const [a = {}, b = {}] = parse(chained);
  const later = text(
    a,
    { ...b, pose: { annotations: [{ x: 2 }] }, 'pose-metadata': {} },
    line('new', failed),
  );
  const merged = mergeManifests([
    { job: 'two', attribute: 'pose', text: later },
    { job: 'one', attribute: 'pose', text: earlier },
  ]);
  expect(merged).toMatchObject({
    labeled: 3,
    unlabeled: 0,
    failed: [{ source: 's3://lab/new.png', reason: 'ClientError: Annotation tasks expired.' }],
  });
  const lines = parse(merged.text);
  expect(lines[0]?.['pose']).toEqual(long);
  expect(lines[0]?.['pose-metadata']).toEqual({ method: 'median' });
  expect(lines[1]?.['pose']).toEqual({ annotations: [{ x: 2 }] });
  expect(lines.map((value) => value['source-ref'])).toHaveLength(4);
});
