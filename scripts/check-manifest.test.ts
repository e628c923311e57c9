import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catSideView } from '#skeletons/cat-side-view.ts';
import { checkManifest } from './check-manifest.ts';

const line = (value: unknown) => JSON.stringify(value);
const image = (name: string) => line({ 'source-ref': `s3://my-bucket/${name}` });

describe('checking a manifest', () => {
  it('accepts lines ended either way, and a mark at the start of the file', () => {
    const check = checkManifest(`\uFEFF${image('a.jpg')}\r\n${image('b.PNG')}\n`);
    expect(check).toMatchObject({ objects: 2, problems: [] });
  });

  it('names every bad line with its number and a reason, not just the first', () => {
    const { objects, problems } = checkManifest(
      [
        image('a.jpg'),
        '{"source-ref": ',
        '',
        line({ 'source-ref': 's3://my-bucket/folder/' }),
        line({ 'source-ref': 's3://my-bucket/notes.txt' }),
        line({ 'source-ref': '/home/me/a.jpg' }),
        line({ 'source-ref': 's3://my-bucket/b.jpg', $hidden: 1 }),
        line({ picture: 'a.jpg' }),
        image('a.jpg'),
      ].join('\n'),
    );
    expect(objects).toBe(1);
    expect(problems.map((problem) => problem.line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    const reasons = problems.map((problem) => problem.reason);
    expect(reasons[0]).toContain('is not JSON');
    expect(reasons[1]).toContain('empty');
    expect(reasons[2]).toContain('folder');
    expect(reasons[3]).toContain('.png');
    expect(reasons[4]).toContain('s3://bucket/key');
    expect(reasons[5]).toContain('"$"');
    expect(reasons[6]).toContain('source-ref');
    expect(reasons[7]).toContain('line 1');
  });

  it('says that an empty file has nothing to label', () => {
    expect(checkManifest('').problems).toEqual([{ line: 0, reason: 'The manifest is empty.' }]);
  });

  it('looks into a skeleton that travels on the line', () => {
    const broken = { ...catSideView, edges: [['nose', 'wing']] };
    const text = line({ 'source-ref': 's3://my-bucket/a.jpg', skeleton: broken });
    expect(checkManifest(text).problems[0]?.reason).toContain('"wing"');
    const good = line({ 'source-ref': 's3://my-bucket/a.jpg', skeleton: catSideView });
    expect(checkManifest(good).problems).toEqual([]);
  });

  it('never throws, whatever is in the file', () => {
    fc.assert(fc.property(fc.string(), (text) => checkManifest(text).objects >= 0));
    fc.assert(fc.property(fc.jsonValue(), (value) => checkManifest(line(value)).objects >= 0));
  });
});
