import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openObjectStore } from './open-object-store.ts';

const writer = fileURLToPath(new URL('./testing/write-until-killed.ts', import.meta.url));

/** Runs the writer, ends it without warning after some acknowledged writes, and returns their lines. */
function writeAndKill(folder: string, afterLines: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', writer, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      if (text.split('\n').length > afterLines) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', () => resolve(text.split('\n').slice(0, -1)));
  });
}

it('loses no acknowledged object and keeps no half one, however often the process is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'survive-'));
  try {
    const created = new Set<string>();
    for (let round = 0; round < 12; round++) {
      for (const line of await writeAndKill(folder, 1 + round * 23)) created.add(line.split(' ')[0] ?? '');
      const store = await openObjectStore(folder);
      const { objects } = await store.list('images', { maxKeys: 100_000 });
      const keys = new Set(objects.map(({ key }) => key));
      expect([...created].filter((key) => !keys.has(key))).toEqual([]);
      for (const { key, etag } of objects) {
        const { body } = await store.get('images', key);
        expect(createHash('md5').update(body).digest('hex')).toBe(etag);
      }
      expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
