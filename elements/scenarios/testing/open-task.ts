import { readFile } from 'node:fs/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { chromiumSwitches, findChromium } from '#scripts/find-chromium.ts';
import { renderTemplate } from '#server/liquid/render-template.ts';

/** Size of the picture of every scenario. */
export const picture = { width: 640, height: 480 };

const origin = 'http://task.test';

/** A built template with a task in it, in a browser, and a hand that counts what it does. */
export interface OpenTask {
  page: Page;
  /** Real touches. */
  cdp: CDPSession;
  /** Where an image pixel is in the window. */
  at(x: number, y: number): Promise<[number, number]>;
  /** Presses, drags and taps, and keys, that a person has made; a key held with another is no action. */
  actions(): Promise<{ pointer: number; keys: number }>;
  /** What the form has submitted. */
  submitted(): Promise<Record<string, unknown>>;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: chromiumSwitches });

/**
 * Opens a built template, as a worker gets it. Needs no network: every address is answered here.
 * @param template name of the template in dist/templates
 * @param input what the pre-annotation function hands over, without the picture
 */
export async function openTask(
  browser: Browser,
  template: string,
  input: object,
  { touch = false } = {},
): Promise<OpenTask> {
  const size = touch ? { width: 1024, height: 768 } : { width: 1280, height: 800 };
  const context = await browser.newContext({ viewport: size, hasTouch: touch });
  const page = await context.newPage();
  const task = { ...input, taskObject: `${origin}/picture.png` };
  const source = await readFile(`dist/templates/${template}.liquid.html`, 'utf8');
  const body = renderTemplate(source, task, { grantReadAccess: (uri) => uri });
  await page.route('**/*', async (route) => {
    const address = route.request().url();
    if (address.endsWith('.png')) {
      const background = '#8d8a80';
      const pixels = sharp({ create: { ...picture, channels: 3, background } });
      await route.fulfill({ contentType: 'image/png', body: await pixels.png().toBuffer() });
    } else if (address.endsWith('.js'))
      await route.fulfill({ path: 'dist/assets/crowd-html-elements.js', contentType: 'text/javascript' });
    else await route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  });
  await page.addInitScript(countActions);
  await page.goto(`${origin}/`);
  await page.locator('[data-status=ready]').waitFor();
  await page.locator('.submit:visible').first().waitFor();
  const image = page.locator('[data-status=ready] img').first();
  return {
    page,
    cdp: await context.newCDPSession(page),
    async at(x, y) {
      const box = await image.boundingBox();
      if (!box) throw new Error('The picture is not shown.');
      return [box.x + (x * box.width) / picture.width, box.y + (y * box.height) / picture.height];
    },
    actions: () => page.evaluate(() => window.actions),
    async submitted() {
      const text = await page.locator('#answers-box code', { hasText: '[' }).textContent();
      return JSON.parse(JSON.parse(text ?? '')[0].annotatedResult);
    },
  };
}

/** Runs in the page: counts only what the browser says a person did. */
function countActions(): void {
  window.actions = { pointer: 0, keys: 0 };
  const count = (kind: 'pointer' | 'keys') => (event: Event) => {
    const held = event instanceof KeyboardEvent && /^(Shift|Alt|Control|Meta)$/.test(event.key);
    if (event.isTrusted && !held) window.actions[kind] += 1;
  };
  window.addEventListener('pointerdown', count('pointer'), true);
  window.addEventListener('keydown', count('keys'), true);
}

declare global {
  interface Window {
    actions: { pointer: number; keys: number };
  }
}
