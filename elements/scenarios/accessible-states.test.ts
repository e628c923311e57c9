import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openTask } from './testing/open-task.ts';
import { plainSubject } from './testing/plain-subject.ts';
import { walkByTab } from './testing/walk-by-tab.ts';
import { workerStates } from './testing/worker-states.ts';

// Every state that a worker can meet, in the built templates: axe finds nothing in light, dark and forced colours, at
// 200 % zoom, on a narrow window and from right to left; Tab reaches every control and shows where it is, in forced
// colours and at 200 % too; and nothing moves for whoever asks for reduced motion.

const limit = 120_000;
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const nextFrame = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

/** What axe finds with all its rules, a line each. */
function barriers(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // @ts-expect-error A script that was put into the page.
    const { violations } = await window.axe.run(document, {
      resultTypes: ['violations'],
      // Landmarks, title and language belong to the page that Ground Truth puts around a template.
      rules: {
        region: { enabled: false },
        'document-title': { enabled: false },
        'html-has-lang': { enabled: false },
      },
    });
    return violations.flatMap(
      ({ id, nodes }: { id: string; nodes: { target: unknown[]; failureSummary: string }[] }) =>
        nodes.map(
          ({ target, failureSummary }) =>
            `${id}: ${target.flat().join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`,
        ),
    );
  });
}

/** What moves, or would with the next change: by style, so that nothing is missed that is over already. */
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const roots: (Document | ShadowRoot)[] = [document];
    // Grows while it is walked through: a root may hold others.
    for (const root of roots)
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
    const lasts = (durations: string) => durations.split(',').some((text) => Number.parseFloat(text) > 0);
    const styled = roots
      .flatMap((root) => [...root.querySelectorAll('*')])
      .flatMap((element) =>
        ['', '::before', '::after', '::backdrop']
          .filter((pseudo) => {
            const style = getComputedStyle(element, pseudo || null);
            const animates = style.animationName !== 'none' && lasts(style.animationDuration);
            return animates || lasts(style.transitionDuration);
          })
          .map((pseudo) => `${element.localName}.${element.getAttribute('class') ?? ''}${pseudo}`),
      );
    const running = roots
      .flatMap((root) => root.getAnimations())
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) > 0)
      .map((animation) => `running: ${animation.constructor.name}`);
    return [...new Set([...styled, ...running])];
  });
}

describe.each(workerStates(plainSubject))('$template $name', ({ template, input, options, act, says }) => {
  it('can be used by everybody', { timeout: limit }, async () => {
    const task = await openTask(browser, template, input, {
      ...options,
      settings: { reducedMotion: 'reduce', colorScheme: 'light' },
    });
    const { page } = task;
    await act?.(task);
    await nextFrame(page);
    if (says) await expect.poll(() => page.locator('.live').first().textContent()).toMatch(says);
    await page.evaluate(axe);
    const found: Record<string, readonly string[]> = {};
    const note = (look: string, problems: readonly string[]) => {
      if (problems.length > 0) found[look] = problems;
    };
    note('reduced motion', await moving(page));
    note('light', await barriers(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    note('dark', await barriers(page));
    await page.emulateMedia({ forcedColors: 'active' });
    note('forced colours', await barriers(page));
    note('forced colours, by Tab', await walkByTab(page));
    await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
    // A window of 1280 x 800 at 200 %: half as many CSS pixels, each of two by two, which is how browsers zoom.
    const zoomed = { width: 640, height: 400, deviceScaleFactor: 2, mobile: false };
    await task.cdp.send('Emulation.setDeviceMetricsOverride', zoomed);
    await expect.poll(() => page.evaluate(() => [innerWidth, devicePixelRatio])).toEqual([640, 2]);
    note('200 %', await barriers(page));
    note('200 %, by Tab', await walkByTab(page));
    await task.cdp.send('Emulation.clearDeviceMetricsOverride');
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate(() => [innerWidth, devicePixelRatio])).toEqual([390, 1]);
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    note('narrow, right to left', await barriers(page));
    expect(found).toEqual({});
    await page.context().close();
  });
});

describe('a list of boxes that is longer than its place', () => {
  it('is walked from box to box, although only the rows in sight exist', { timeout: limit }, async () => {
    const { boxes, labels } = plainSubject;
    const many = [...boxes, ...boxes, ...boxes];
    const { page } = await openTask(
      browser,
      'bounding-box',
      { labels, header: 'Draw a box around each.', initialValue: many },
      { settings: { viewport: { width: 640, height: 400 } } },
    );
    await page.getByRole('button', { name: 'details' }).click();
    await page.locator('.pick').first().focus();
    for (const [index, { label }] of many.entries()) {
      const row = page.locator('li', { has: page.locator(':focus') });
      await expect.poll(() => row.getAttribute('aria-posinset')).toBe(String(index + 1));
      expect(await row.textContent()).toContain(label);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await nextFrame(page);
    }
    await page.context().close();
  });
});
