import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { parseCsv } from './parse-csv.ts';
import { readImageMetadata } from './read-image-metadata.ts';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-metadata-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

it('keeps what is known of an image, by its path or its name', async () => {
  const csv = 'file,movie,frame,note\nday1/a.png,m1.avi,17,"dark, with ""two"" mice"\nb.png,m2.avi,3,\n';
  const metadata = await readImageMetadata(file('frames.csv', csv));
  expect(metadata.rows).toBe(2);
  expect(metadata.find('s3://lab/frames/day1/a.png')).toEqual({
    movie: 'm1.avi',
    frame: '17',
    note: 'dark, with "two" mice',
  });
  expect(metadata.find('anywhere/b.png')).toEqual({ movie: 'm2.avi', frame: '3', note: '' });
  expect(metadata.find('c.png')).toBeUndefined();
});

it('reads JSON by name and as a list', async () => {
  const byName = await readImageMetadata(file('a.json', '{"a.png":{"frame":17}}'));
  expect(byName.find('a.png')).toEqual({ frame: 17 });
  const list = await readImageMetadata(file('b.json', '[{"image":"a.png","frame":17}]'));
  expect(list.find('x/a.png')).toEqual({ frame: 17 });
});

it.each([
  { text: 'name,frame\na.png,1\n', says: /row without a column "file"/ },
  { text: 'file,frame\na.png,1\na.png,2\n', says: /names a.png twice/ },
  { text: 'file,skeleton\na.png,1\n', says: /column skeleton/ },
  { text: 'file,$x\na.png,1\n', says: /column \$x/ },
])('says what is wrong: $says', async ({ text, says }) => {
  await expect(readImageMetadata(file('wrong.csv', text))).rejects.toThrow(says);
});

it('reads every field that was written', () => {
  const field = fc.string().filter((text) => !/\r/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(field, field), { minLength: 1 }), (rows) => {
      const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const text = `a,b\n${rows.map((row) => row.map(quote).join(',')).join('\n')}\n`;
      const kept = rows.filter((row) => row.some((value) => value !== ''));
      expect(parseCsv(text)).toEqual(kept.map(([a, b]) => ({ a, b })));
    }),
  );
});
