import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startPreview } from '../dev.ts';

/** A page of the workbench, and how an author comes to it from the page before. */
interface WorkbenchPicture {
  name: string;
  /** Whether it stands in the documentation; the others are for looking at. */
  shown?: boolean;
  act: (page: Page) => Promise<unknown>;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();
const settled = (page: Page) => page.locator('iframe[data-settled=true]').waitFor();
const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();

/** Clicks a place of the worker's picture, in parts of its width and height. */
async function place(page: Page, x: number, y: number): Promise<void> {
  const image = page.frameLocator('iframe').locator('[data-status=ready] img').first();
  const box = await image.boundingBox();
  if (box) await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

/** Drags a corner of the pose to a place of the board, in parts of its width and height. */
async function dragCorner(page: Page, name: string, x: number, y: number): Promise<void> {
  const board = await page.locator('.sheet').boundingBox();
  if (!board) return;
  await button(page, `${name} corner of the pose`).hover();
  await page.mouse.down();
  // The corner stands a little outside of what it moves.
  const out = name === 'Top left' ? -12 : 12;
  await page.mouse.move(board.x + x * board.width + out, board.y + y * board.height + out, { steps: 4 });
  await page.mouse.up();
}

const places = [
  [0.925, 0.51],
  [0.859, 0.345],
  [0.704, 0.416],
  [0.327, 0.397],
] as const;

/** In this order; the page stays open. */
const pictures: readonly WorkbenchPicture[] = [
  {
    name: 'workbench-design',
    shown: true,
    act: async (page) => {
      await button(page, 'Design').click();
      await page.getByLabel('Start from').selectOption({ label: 'cat-side-view' });
      // Over the cat: the box of its keypoints, in parts of the picture's width and height.
      await dragCorner(page, 'Bottom right', 0.925, 0.875);
      await dragCorner(page, 'Top left', 0.189, 0.228);
      await button(page, /^left_elbow, point/).click();
    },
  },
  {
    name: 'workbench-check',
    shown: true,
    act: async (page) => {
      await button(page, 'Label').click();
      await settled(page);
      await button(page, 'As on a phone').click();
      // From the system's colours to dark.
      await button(page, /^Worker's page/).click();
      await settled(page);
      await page.frameLocator('iframe').locator('[data-status=ready]').waitFor();
      await tab(page, 'Access');
      await page.locator('.outline').getByText('Submit').first().waitFor();
    },
  },
  {
    name: 'workbench-label',
    act: async (page) => {
      await button(page, 'As on a phone').click();
      // By way of light back to the system's colours.
      for (const scheme of ['dark', 'light']) await button(page, `Worker's page: ${scheme}`).click();
      await settled(page);
      await page.frameLocator('iframe').locator('[data-status=ready]').waitFor();
      for (const [x, y] of places) await place(page, x, y);
    },
  },
  { name: 'workbench-answer', act: (page) => tab(page, 'Answer') },
  {
    name: 'workbench-sessions',
    act: async (page) => {
      await tab(page, 'Sessions');
      await button(page, 'Keep').click();
    },
  },
  { name: 'workbench-size', act: (page) => tab(page, 'Size') },
  {
    name: 'workbench-result',
    act: async (page) => {
      const frame = page.frameLocator('iframe');
      for (let left = places.length; left < 14; left += 1) await place(page, 0.2 + left / 20, 0.8);
      await frame.getByRole('button', { name: 'Submit' }).first().click();
      await page.getByText('Recorded for worker 1.').waitFor();
      await button(page, 'Result').click();
      await page.locator('figure svg').first().waitFor();
    },
  },
];

/**
 * Takes the pictures of the workbench, from page to page as an author goes.
 * @param all also those that are not in the documentation, on a phone and in the dark
 */
export async function takeWorkbenchPictures(
  browser: Browser,
  all: boolean,
  take: (name: string, png: Buffer) => Promise<void>,
): Promise<void> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'gtkit-pictures-'));
  const preview = await startPreview({ port: 0, watch: false, cacheDir });
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: all ? 1 : 2,
    reducedMotion: 'reduce',
    colorScheme: 'light',
  });
  try {
    await page.goto(preview.url);
    await page.getByLabel('Template').selectOption('keypoint-pose');
    for (const { name, shown, act } of pictures) {
      await act(page);
      await page.mouse.move(700, 895);
      await page.waitForLoadState('networkidle');
      if (shown || all) await take(name, await page.screenshot({ animations: 'disabled' }));
      if (!all) continue;
      await page.emulateMedia({ colorScheme: 'dark' });
      await take(`${name}-dark`, await page.screenshot({ animations: 'disabled' }));
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 390, height: 844 });
      await take(`${name}-phone`, await page.screenshot({ animations: 'disabled' }));
      await page.setViewportSize({ width: 1440, height: 900 });
    }
  } finally {
    await page.close();
    await preview.close();
    await rm(cacheDir, { recursive: true, force: true });
  }
}
