import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startPreview } from '../dev.ts';
import {
  isPhone,
  type Look,
  looksOf,
  pictureName,
  type ShownPage,
  type TakePicture,
  windowOf,
} from './looks.ts';

/** A page of the workbench, and how an author comes to it from the page before. */
interface WorkbenchPage extends ShownPage {
  /** In a view of its own on a phone. */
  inPanel?: boolean;
  /** Shows the worker's page as wide as the window. */
  isWide?: boolean;
  act: (page: Page) => Promise<unknown>;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();
const settled = (page: Page) => page.locator('iframe[data-settled=true]').waitFor();
const view = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click();
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

/** Where the cat's points are, in the skeleton's order, in parts of the picture's width and height. */
const places = [
  [0.925, 0.51],
  [0.859, 0.345],
  [0.704, 0.416],
  [0.327, 0.397],
  [0.233, 0.252],
  [0.189, 0.228],
  [0.627, 0.642],
  [0.655, 0.863],
  [0.708, 0.665],
  [0.899, 0.862],
  [0.21, 0.692],
  [0.2, 0.861],
  [0.318, 0.778],
  [0.425, 0.874],
] as const;

const workerIsReady = (page: Page) => page.frameLocator('iframe').locator('[data-status=ready]').waitFor();

/** The panel of the worker's page, which is a sheet on a phone: as it is when the page comes in that window. */
const openPanel = (page: Page, open: boolean) =>
  page
    .frameLocator('iframe')
    .locator('gt-keypoint')
    .evaluate((element, panelOpen) => Object.assign(element, { panelOpen }), open);

/** Marks the whole cat, a little off as people are, and submits. */
async function labelAs(page: Page, worker: number): Promise<void> {
  await settled(page);
  await workerIsReady(page);
  for (const [index, [x, y]] of places.entries())
    await place(page, x + 0.012 * Math.sin(index * worker), y + 0.012 * Math.cos(index + worker));
  await page.frameLocator('iframe').getByRole('button', { name: 'Submit' }).first().click();
  await page.getByText(`Recorded for worker ${worker}.`).waitFor();
}

/** In this order; the page stays open. */
export const workbenchPages: readonly WorkbenchPage[] = [
  {
    file: 'workbench-design',
    title: 'The skeleton editor',
    text: 'Points are placed and dragged over a picture; the panel has their order, names, sides, partners, edges and colours.',
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
    file: 'workbench-access',
    title: 'From outside',
    text: 'The page as on a phone, whatever colours the system has, and beside it what a screen reader gets.',
    act: async (page) => {
      await button(page, 'Label').click();
      await settled(page);
      await button(page, 'As on a phone').click();
      // From the system's colours to dark.
      await button(page, /^Worker's page/).click();
      await settled(page);
      await workerIsReady(page);
      await openPanel(page, false);
      await tab(page, 'Access');
      await page.locator('.outline').getByText('Submit').first().waitFor();
    },
  },
  {
    file: 'workbench-label',
    title: 'Being the worker',
    text: 'What is marked is recorded, and Answer says what a submit would send now and what it lacks.',
    isWide: true,
    act: async (page) => {
      await button(page, 'As on a phone').click();
      // By way of light back to the system's colours.
      for (const scheme of ['dark', 'light']) await button(page, `Worker's page: ${scheme}`).click();
      await settled(page);
      await workerIsReady(page);
      await openPanel(page, true);
      await tab(page, 'Answer');
      for (const [x, y] of places.slice(0, 4)) await place(page, x, y);
    },
  },
  {
    file: 'workbench-sessions',
    title: 'Sessions',
    text: 'What workers did, to be replayed at normal speed or four times as fast.',
    inPanel: true,
    act: async (page) => {
      await tab(page, 'Sessions');
      await button(page, 'Keep').click();
      await page.getByText('The session is on the list.').waitFor();
    },
  },
  {
    file: 'workbench-size',
    title: 'Sizes',
    text: 'Each built template beside the limit of Ground Truth and the budget of its script.',
    inPanel: true,
    act: async (page) => {
      await tab(page, 'Size');
      await page.getByText('Building').waitFor({ state: 'hidden', timeout: 120_000 });
    },
  },
  {
    file: 'workbench-json',
    title: 'Bad JSON in the task input',
    text: 'The line is marked, the message says what was expected there. The worker’s page stays as it was until the JSON can be read.',
    inPanel: true,
    act: async (page) => {
      await tab(page, 'Task input');
      const editor = page.getByLabel('Task input', { exact: true });
      const text = await editor.inputValue();
      // A comma is missing at the end of a line.
      await editor.fill(text.replace(/,(\n\s*"header")/, '$1'));
      await page.locator('.note.error').getByRole('button', { name: 'Show' }).click();
    },
  },
  {
    file: 'workbench-attribute',
    title: 'Bad JSON in an attribute',
    text: 'What the element says to its author, with the character at which the attribute breaks; the worker’s page beside it says the same in a plain sentence.',
    act: async (page) => {
      await button(page, 'Reset').click();
      await settled(page);
      await workerIsReady(page);
      // As an author's edit of the template would have it.
      await page
        .frameLocator('iframe')
        .locator('gt-keypoint')
        .evaluate((element) =>
          element.setAttribute('skeleton', '{"keypoints": [{"name": "nose"} {"name": "left_ear"}]}'),
        );
      await page.getByText('The element says').waitFor();
    },
  },
  {
    file: 'workbench-result',
    title: 'Merging the answers',
    text: 'Three workers’ answers and the label over them, with any method of the task.',
    act: async (page) => {
      await page.reload();
      await button(page, 'Label').click();
      for (const worker of [1, 2, 3]) await labelAs(page, worker);
      await page.locator('figure svg').first().waitFor();
    },
  },
];

/** Those that stand in the guide to the workbench too, larger. */
const alone = { 'workbench-design': 'workbench-design', 'workbench-access': 'workbench-check' };

/** Takes the pictures of the workbench, from page to page as an author goes. */
export async function takeWorkbenchPictures(browser: Browser, take: TakePicture): Promise<void> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'gtkit-pictures-'));
  const preview = await startPreview({ port: 0, watch: false, cacheDir });
  const page = await browser.newPage({ ...windowOf('light'), deviceScaleFactor: 2 });
  try {
    await page.goto(preview.url);
    await page.getByLabel('Template').selectOption('keypoint-pose');
    for (const shown of workbenchPages) {
      await shown.act(page);
      await page.mouse.move(700, 895);
      await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
      // What was said for a moment is over.
      await page.locator('.app > .notice').waitFor({ state: 'detached' });
      for (const look of looksOf(shown)) {
        await takeLook(page, shown, look, take);
        const name = look === 'light' && Object.entries(alone).find(([file]) => file === shown.file)?.[1];
        if (name) await take(name, await page.screenshot({ animations: 'disabled' }));
      }
      const { viewport, colorScheme } = windowOf('light');
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
    }
  } finally {
    await page.close();
    await preview.close();
    await rm(cacheDir, { recursive: true, force: true });
  }
}

async function takeLook(page: Page, shown: WorkbenchPage, look: Look, take: TakePicture): Promise<void> {
  const { viewport, colorScheme } = windowOf(look);
  const goToPanel = isPhone(look) && shown.inPanel;
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  if (shown.isWide) await openPanel(page, !isPhone(look));
  if (goToPanel) await view(page, 'Panel');
  await take(pictureName(shown, look), await page.screenshot({ animations: 'disabled' }));
  if (goToPanel) await view(page, 'Label');
}
