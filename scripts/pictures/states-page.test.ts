import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../project-root.ts';
import { statePictureFiles, statesPage } from './states-page.ts';

const folder = join(projectRoot, 'docs', 'pictures');
/**
 * So that a clone of the repository stays small: four pictures of each of more than fifty pages. Whoever reads the page
 * loads half of them, those in their own colours.
 */
const MOST_BYTES = 60_000;
const MOST_BYTES_IN_ALL = 5_000_000;

describe('the page of the states', () => {
  it('is docs/states.md', async () => {
    await expect(statesPage()).toMatchFileSnapshot(join(projectRoot, 'docs', 'states.md'));
  });

  it('shows every picture in the folder, and no other', () => {
    const files = readdirSync(join(folder, 'states')).map((file) => `states/${file}`);
    expect(files.sort()).toEqual([...statePictureFiles].sort());
  });

  it('has small pictures', () => {
    const sizes = statePictureFiles.map((file) => statSync(join(folder, file)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_BYTES);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES_IN_ALL);
  });
});
