import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../project-root.ts';
import { statePictureFiles, statesPage } from './states-page.ts';

const folder = join(projectRoot, 'docs', 'pictures', 'states');
/** So that a clone of the repository stays small. */
const MOST_BYTES = 60_000;
const MOST_BYTES_IN_ALL = 2_500_000;

describe('the page of the states', () => {
  it('is docs/states.md', async () => {
    await expect(statesPage()).toMatchFileSnapshot(join(projectRoot, 'docs', 'states.md'));
  });

  it('shows every picture in the folder, and no other', () => {
    expect(readdirSync(folder).sort()).toEqual([...statePictureFiles].sort());
  });

  it('has small pictures', () => {
    const sizes = statePictureFiles.map((file) => statSync(join(folder, file)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_BYTES);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES_IN_ALL);
  });
});
