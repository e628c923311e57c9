import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '#elements/scenarios/testing/open-task.ts';
import { lettersAreDrawn } from './letters-are-drawn.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

describe('lettersAreDrawn', () => {
  it('finds that every machine has the letters of English', async () => {
    expect(await lettersAreDrawn(browser, 'ab')).toBe(true);
  });

  it('finds that no font has letters which do not exist', async () => {
    expect(await lettersAreDrawn(browser, '\u{378}\u{379}')).toBe(false);
  });
});
