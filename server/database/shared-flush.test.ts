import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSharedFlush } from './shared-flush.ts';

it('serves many callers with few flushes, and says when the file is not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gtkit-flush-'));
  const file = join(folder, 'wal');
  await writeFile(file, 'x');
  const shared = createSharedFlush(file);
  const promises = Array.from({ length: 100 }, () => shared.flush());
  // The first is under way, the others share the second.
  expect(new Set(promises).size).toBe(2);
  await Promise.all(promises);
  await shared.close();
  await expect(createSharedFlush(join(folder, 'none')).flush()).rejects.toThrow('ENOENT');
  await rm(folder, { recursive: true });
});
