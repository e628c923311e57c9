import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the measured data, where there is one: GTKIT_BENCH_DATA, else ../shared/data beside the clone. */
export function findData(...parts: string[]): string | undefined {
  const folder = process.env['GTKIT_BENCH_DATA'] ?? join(import.meta.dirname, '..', '..', 'shared', 'data');
  const path = join(folder, ...parts);
  return existsSync(path) ? path : undefined;
}

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
