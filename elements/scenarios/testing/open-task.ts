import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import type { ImageSize } from '#contracts/geometry.ts';
import { chromiumSwitches, findChromium } from '#scripts/find-chromium.ts';
import { renderTemplate } from '#server/liquid/render-template.ts';

/** Size of a scenario's picture, unless it says another. */
export const picture = { width: 640, height: 480 };

const origin = 'http://task.test';

/** A built template with a task in it, in a browser, and a hand that counts what it does. */
export interface OpenTask {
  page: Page;
  /** Whether it is worked on by finger. */
  touch: boolean;
  /** Real touches. */
  cdp: CDPSession;
  /** Where an image pixel is in the window. */
  at(x: number, y: number): Promise<[number, number]>;
  /** Presses, drags and taps, and keys, that a person has made; a key held with another is no action. */
  actions(): Promise<{ pointer: number; keys: number }>;
  /** What the form has submitted. */
  submitted(): Promise<Record<string, unknown>>;
}

export interface OpenTaskOptions {
  touch?: boolean;
  size?: ImageSize;
  /** How the browser is set up: window, colours, zoom. */
  settings?: BrowserContextOptions;
  /** Where the task is opened; a new one by default. A profile keeps its storage from one task to the next. */
  profile?: BrowserContext;
  /** What an author has changed in the template. */
  edit?: (template: string) => string;
  /** Runs in the page before everything else. */
  before?: string;
  /** The picture's bytes; without them it cannot be loaded, `null` never comes. */
  image?: Buffer | 'missing' | 'never';
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: chromiumSwitches });

/** A profile that tasks are opened in. Needs no network: every address is answered here. */
export async function openProfile(
  browser: Browser,
  { touch = false, size = picture, settings = {}, image }: OpenTaskOptions = {},
): Promise<BrowserContext> {
  const viewport = touch ? { width: 1024, height: 768 } : { width: 1280, height: 800 };
  const profile = await browser.newContext({ viewport, hasTouch: touch, ...settings });
  const plain = sharp({ create: { ...size, channels: 3, background: '#8d8a80' } });
  const body = image instanceof Buffer ? image : await plain.png().toBuffer();
  await profile.route('**/*.js', (route) =>
    route.fulfill({ path: 'dist/assets/crowd-html-elements.js', contentType: 'text/javascript' }),
  );
  await profile.route('**/*.png', (route) => {
    if (image === 'never') return;
    return image === 'missing' ? route.abort() : route.fulfill({ contentType: 'image/png', body });
  });
  await profile.addInitScript(countActions);
  return profile;
}

/**
 * Opens a built template, as a worker gets it.
 * @param template name of the template in dist/templates
 * @param input what the pre-annotation function hands over, without the picture
 */
export async function openTask(
  browser: Browser,
  template: string,
  input: object,
  options: OpenTaskOptions = {},
): Promise<OpenTask> {
  const { size = picture, image: bytes, before = '', touch = false, edit } = options;
  const profile = options.profile ?? (await openProfile(browser, options));
  const page = await profile.newPage();
  const task = { taskObject: `${origin}/picture.png`, ...input };
  const source = await readFile(`dist/templates/${template}.liquid.html`, 'utf8');
  const body = renderTemplate(edit?.(source) ?? source, task, { grantReadAccess: (uri) => uri });
  await page.route(`${origin}/`, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: `<script>${before}</script>${body}` }),
  );
  // With a picture that never comes, the page is never loaded.
  await page.goto(`${origin}/`, { waitUntil: bytes === 'never' ? 'commit' : 'load' });
  await page.locator('.submit:visible').first().waitFor();
  const isThere = bytes === undefined || bytes instanceof Buffer;
  if (isThere && 'taskObject' in task && task.taskObject !== '')
    await page.locator('[data-status=ready]').waitFor();
  const shown = page.locator('[data-status=ready] img').first();
  return {
    page,
    touch,
    cdp: await profile.newCDPSession(page),
    async at(x, y) {
      const box = await shown.boundingBox();
      if (!box) throw new Error('The picture is not shown.');
      return [box.x + (x * box.width) / size.width, box.y + (y * box.height) / size.height];
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
