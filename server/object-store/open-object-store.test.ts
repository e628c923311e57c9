import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { escapeKey } from './escape-key.ts';
import { compareKeys } from './key-index.ts';
import type { ObjectStore } from './object-store.ts';
import { openObjectStore } from './open-object-store.ts';

let folder: string;
let store: ObjectStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'object-store-'));
  store = await openObjectStore(folder);
  await store.createBucket('images');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reopen = () => openObjectStore(folder);
const text = async (from: ObjectStore, key: string) => (await from.get('images', key)).body.toString();
const keys = async (from: ObjectStore) => (await from.list('images')).objects.map(({ key }) => key);

describe('an object store', () => {
  it('gives back what was put, with its type and metadata, also after it is opened again', async () => {
    await store.put('images', 'a/b c+é.txt', 'hello', {
      contentType: 'text/plain',
      metadata: { foo: 'bar' },
    });
    const { info, body } = await (await reopen()).get('images', 'a/b c+é.txt');
    expect(body.toString()).toBe('hello');
    expect(info).toMatchObject({ size: 5, contentType: 'text/plain', metadata: { foo: 'bar' } });
    expect(info.etag).toBe('5d41402abc4b2a76b9719d911017c592');
  });

  it('keeps plain keys readable as files', async () => {
    await store.put('images', 'out/manifests/output/output.manifest', '{}\n');
    expect(readFileSync(join(folder, 'images/objects/out/manifests/output/output.manifest'), 'utf8')).toBe(
      '{}\n',
    );
  });

  it.each([
    '../x',
    '../../etc/passwd',
    '/absolute',
    'a//b',
    'ends/',
    '.',
    'a/../../b',
    'C:\\x',
    '\u0000zero',
    'line\nbreak',
    'name_02:19:51.json',
    '\u{1f408}'.repeat(256),
    'x'.repeat(1024),
    '/'.repeat(1024),
    '%2e%2e/x',
    'CON',
    '~',
  ])('keeps the key %j inside its folder', async (key) => {
    await store.put('images', key, key);
    await store.put('images', 'neighbour', 'n');
    expect(resolve(folder, escapeKey(key)).startsWith(folder)).toBe(true);
    expect(await text(await reopen(), key)).toBe(key);
    await store.delete('images', key);
    expect(await keys(await reopen())).toEqual(['neighbour']);
  });

  it('never lets a key leave its folder, nor two keys share a place', () => {
    const anyKey = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(anyKey, anyKey, (a, b) => {
        expect(resolve('/root', escapeKey(a)).startsWith('/root/')).toBe(true);
        expect(escapeKey(a).split('/')).not.toContain('..');
        expect(escapeKey(a) === escapeKey(b)).toBe(a === b);
      }),
    );
  });

  it('holds a key and keys below it at once', async () => {
    await store.put('images', 'a', '1');
    await store.put('images', 'a/b', '2');
    await store.put('images', 'c/d', '3');
    await store.put('images', 'c', '4');
    const again = await reopen();
    expect(await Promise.all(['a', 'a/b', 'c/d', 'c'].map((key) => text(again, key)))).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
  });

  it.each(['', 'x'.repeat(1025), '\ud800'])('refuses the key %j', async (key) => {
    await expect(store.put('images', key, 'x')).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it.each(['..', '.hidden', 'ab', 'Upper', 'a..b', 'x/y', ''])('refuses the bucket name %j', async (name) => {
    await expect(store.createBucket(name)).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('lets one of many conditional puts win', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) => store.put('images', 'once', `${index}`, { ifNoneMatch: '*' })),
    );
    const winners = results.flatMap((result, index) => (result.status === 'fulfilled' ? [`${index}`] : []));
    expect(winners).toEqual([await text(store, 'once')]);
  });

  it('keeps the old object when the new one breaks off', async () => {
    await store.put('images', 'k', 'old');
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('connection lost');
      })(),
    );
    await expect(store.put('images', 'k', broken)).rejects.toThrow('connection lost');
    expect(await text(store, 'k')).toBe('old');
    expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
  });

  it('reads a range, and a stream opened before an overwrite keeps its bytes', async () => {
    const bytes = randomBytes(300_000);
    await store.put('images', 'k', Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]));
    const { body } = await store.stream('images', 'k', { start: 10, end: 200_000 });
    await store.put('images', 'k', 'new');
    expect(Buffer.concat(await body.toArray()).equals(bytes.subarray(10, 200_001))).toBe(true);
  });

  it('lists in the order of UTF-8 bytes, page after page, as one page would', async () => {
    const names = ['b', 'a/1', 'a/2', 'a-', 'a/2/x', '\uffee', '\u{10000}', 'é', 'Z'];
    for (const name of names) await store.put('images', name, name);
    const expected = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const delimiter of ['', '/']) {
      const whole = await store.list('images', { delimiter });
      if (delimiter === '') expect(whole.objects.map(({ key }) => key)).toEqual(expected);
      else expect(whole.commonPrefixes).toEqual(['a/']);
      for (let maxKeys = 1; maxKeys < 4; maxKeys++) {
        const seen: string[] = [];
        for (let startAfter: string | undefined; ; ) {
          const page = await store.list('images', {
            delimiter,
            maxKeys,
            ...(startAfter === undefined ? {} : { startAfter }),
          });
          seen.push(...page.objects.map(({ key }) => key), ...page.commonPrefixes);
          if (!page.isTruncated) break;
          startAfter = page.nextStartAfter;
        }
        expect([...seen].sort()).toEqual(
          [...whole.objects.map(({ key }) => key), ...whole.commonPrefixes].sort(),
        );
      }
    }
  });

  it('compares any two keys as their bytes compare', () => {
    const anyText = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it('finishes a write that counted when the process died, and drops one that did not', async () => {
    await store.put('images', 'k', 'old');
    const metadata = readdirSync(join(folder, 'images/meta')).map((shard) =>
      join(folder, 'images/meta', shard),
    );
    const [file] = readdirSync(metadata[0] ?? '');
    const stored = JSON.parse(readFileSync(join(metadata[0] ?? '', file ?? ''), 'utf8'));
    writeFileSync(join(folder, '.tmp/one.body'), 'newer');
    writeFileSync(join(folder, '.tmp/one.commit'), JSON.stringify({ ...stored, size: 5 }));
    writeFileSync(join(folder, '.tmp/two.body'), 'half');
    writeFileSync(join(folder, '.tmp/two.json'), JSON.stringify({ ...stored, size: 4 }));
    const again = await reopen();
    expect(await text(again, 'k')).toBe('newer');
    expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
  });

  it('forgets deleted objects and tidies their folders', async () => {
    await store.put('images', 'deep/er/x', '1');
    await store.delete('images', 'deep/er/x');
    await store.delete('images', 'never-there');
    expect(existsSync(join(folder, 'images/objects/deep'))).toBe(false);
    await expect((await reopen()).get('images', 'deep/er/x')).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.list('nowhere')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('remembers the settings of a bucket', async () => {
    const rules = [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }];
    expect(store.getCors('images')).toEqual([]);
    await store.setCors('images', rules);
    expect((await reopen()).getCors('images')).toEqual(rules);
  });
});
