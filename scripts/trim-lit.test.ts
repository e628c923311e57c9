import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingCuts, trimmedFiles } from './trim-lit.ts';

describe('what is cut out of Lit', () => {
  it.each(trimmedFiles)('still stands in %s as it is installed', (file) => {
    const code = readFileSync(join(import.meta.dirname, '..', 'node_modules', file), 'utf8');
    expect(missingCuts(file, code)).toEqual([]);
  });
});
