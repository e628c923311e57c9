import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUILD_STAMP, isBuildStale } from './is-build-stale.ts';

let root: string;
const outDir = () => join(root, 'dist');

/** Puts a file there, changed at a time in seconds, together with its folder. */
function put(path: string, time: number, content = ''): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  for (const touched of [file, dirname(file)]) utimesSync(touched, time, time);
}

const buildAt = (time: number) => put(join('dist', BUILD_STAMP), time, String(time * 1000));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gtkit-stale-'));
  put('elements/gt-keypoint.ts', 100);
  put('scripts/start.ts', 100);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('whether dist/ has to be built', () => {
  it('builds when there was no complete build', async () => {
    expect(await isBuildStale(outDir(), root)).toBe(true);
  });

  it('does not build again without a change', async () => {
    buildAt(200);
    expect(await isBuildStale(outDir(), root)).toBe(false);
  });

  it('builds after a source or a build script has changed', async () => {
    buildAt(200);
    put('elements/gt-keypoint.ts', 300);
    expect(await isBuildStale(outDir(), root)).toBe(true);
    buildAt(400);
    put('scripts/build-lambdas.ts', 500);
    expect(await isBuildStale(outDir(), root)).toBe(true);
  });

  it('builds after a source was removed', async () => {
    put('elements/old.ts', 100);
    buildAt(200);
    rmSync(join(root, 'elements', 'old.ts'));
    expect(await isBuildStale(outDir(), root)).toBe(true);
  });

  it('does not build for a test or a script that makes nothing of dist/', async () => {
    buildAt(200);
    put('scripts/start.ts', 300);
    mkdirSync(join(root, 'elements', 'x'));
    put('elements/x/gt-keypoint.test.ts', 300);
    utimesSync(join(root, 'elements', 'x'), 100, 100);
    utimesSync(join(root, 'elements'), 100, 100);
    expect(await isBuildStale(outDir(), root)).toBe(false);
  });
});
