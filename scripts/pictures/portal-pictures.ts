import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { examples } from '#examples/registry.ts';
import { createLabelingJob } from '../create-labeling-job.ts';
import { ensureWorkteam } from '../ensure-workteam.ts';
import { createClients } from '../local-clients.ts';
import { publishExample } from '../publish-example.ts';
import { up } from '../up.ts';
import { looksOf, pictureName, type ShownPage, type TakePicture, windowOf } from './looks.ts';

/** A page of the portal, and how a worker comes to it from the page before. */
interface PortalPage extends ShownPage {
  act: (page: Page, portal: string) => Promise<unknown>;
}

const task = (page: Page): FrameLocator => page.frameLocator('.task-frame:not(.leaving)');
const taskIsReady = (page: Page) => task(page).locator('[data-status=ready]').first().waitFor();
const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
const button = (page: Page, name: string) => page.getByRole('button', { name }).first();

/** Says of every task that it was taken so many seconds ago, of 1,800. */
async function takeLongAgo(page: Page, seconds: number): Promise<void> {
  await page.route('**/api/jobs/*/tasks', async (route) => {
    const response = await route.fetch();
    const { task: taken } = await response.json();
    const at = (offset: number) => new Date(Date.parse(taken.now) + offset * 1000).toISOString();
    const json = { task: { ...taken, acceptedAt: at(-seconds), expiresAt: at(1800 - seconds) } };
    await route.fulfill({ response, json });
  });
  await page.reload();
}

/** Draws a box and submits it. */
async function submitBox(page: Page): Promise<void> {
  const picture = await task(page).locator('[data-status=ready] img').first().boundingBox();
  if (!picture) return;
  const at = (x: number, y: number) =>
    [picture.x + x * picture.width, picture.y + y * picture.height] as const;
  await page.mouse.move(...at(0.4, 0.61));
  await page.mouse.down();
  await page.mouse.move(...at(0.7, 0.8), { steps: 3 });
  await page.mouse.move(...at(0.99, 0.99));
  await page.mouse.up();
  await task(page).getByRole('button', { name: 'Submit' }).first().click();
}

/** In this order, as one worker. */
export const portalPages: readonly PortalPage[] = [
  {
    file: 'portal-sign-in',
    title: 'Signing in',
    text: 'A name is all that is asked for, and why.',
    act: async (page, portal) => {
      await page.goto(portal);
      await page.getByLabel('Your name').fill('Ada');
    },
  },
  {
    file: 'portal-jobs',
    title: 'Your tasks',
    text: 'A card for each job: what it looks like, how many are left, how long one may take. One button starts.',
    act: async (page) => {
      await button(page, 'Continue').click();
      await heading(page, 'Your tasks');
      await page.waitForFunction(() =>
        [...document.querySelectorAll<HTMLImageElement>('.card-picture')].every(
          ({ naturalWidth }) => naturalWidth > 0,
        ),
      );
    },
  },
  {
    file: 'portal-task',
    title: 'A task',
    text: 'The template fills the page, in a sandbox. Above it stand the job, the time that is left, and two ways out.',
    act: async (page) => {
      await button(page, 'Start: Mark').click();
      await taskIsReady(page);
    },
  },
  {
    file: 'portal-decline',
    title: 'Declining',
    text: 'Says what becomes of the task before it is given back.',
    act: async (page) => {
      await button(page, 'Decline').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    file: 'portal-late',
    title: 'The time is nearly up',
    text: 'In the last fifth the bar and the clock turn amber.',
    act: async (page) => {
      await takeLongAgo(page, 1620);
      await taskIsReady(page);
      await page.locator('.time.near').waitFor();
    },
  },
  {
    file: 'portal-over',
    title: 'The time is over',
    text: 'The task goes to somebody else, and what was done before is safe.',
    act: async (page) => {
      await page.unrouteAll();
      await takeLongAgo(page, 1799);
      await heading(page, 'The time for this task is over');
    },
  },
  {
    file: 'portal-last',
    title: 'Nothing left',
    text: 'After the last task: what you did, and thanks.',
    act: async (page, portal) => {
      await page.unrouteAll();
      await page.route('**/submit', (route) => route.fulfill({ json: { next: null } }));
      await page.goto(portal);
      await button(page, 'Start: Find').click();
      await taskIsReady(page);
      await submitBox(page);
      await heading(page, 'That was the last one');
    },
  },
  {
    file: 'portal-none',
    title: 'All done for now',
    text: 'New tasks appear without a reload.',
    act: async (page) => {
      await page.route('**/api/jobs', async (route) => {
        const response = await route.fetch();
        const { jobs } = await response.json();
        const done = jobs.map((job: { available: number }) => ({
          ...job,
          available: 0,
          submitted: job.available,
        }));
        await route.fulfill({ response, json: { jobs: done } });
      });
      await button(page, 'Back to your tasks').click();
      await heading(page, 'All done for now');
    },
  },
  {
    file: 'portal-offline',
    title: 'Without a connection',
    text: 'The answer is kept in the browser, also over a reload, and goes out when the server is back.',
    act: async (page, portal) => {
      await page.unrouteAll();
      await page.goto(portal);
      await button(page, 'Start: Find').click();
      await taskIsReady(page);
      await page.context().setOffline(true);
      await submitBox(page);
      await page.getByText('Your answer is kept here').waitFor();
    },
  },
  {
    file: 'portal-gone',
    title: 'The server does not answer',
    text: 'The page tries again by itself.',
    act: async (page, portal) => {
      // Before the connection is back: the answer that is kept would go out.
      await page.route('**/api/**', (route) => route.abort());
      await page.context().setOffline(false);
      await page.goto(portal);
      await heading(page, 'The server does not answer');
    },
  },
];

/** Takes the pictures of the portal: our own Ground Truth with two of the examples, from page to page as a worker goes. */
export async function takePortalPictures(browser: Browser, take: TakePicture): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gtkit-pictures-'));
  const { address, close } = await up({ port: 0, dataDir });
  const clients = createClients({ endpointUrl: address.url, region: address.region });
  try {
    const workteam = await ensureWorkteam(clients, 'everybody');
    for (const name of ['cat-pose', 'nagasaki-boats']) {
      const prepared = await examples[name]?.prepare(join(dataDir, 'examples', name));
      if (!prepared) continue;
      // The first tile of the river has more sky than boats.
      prepared.imageFiles.reverse();
      const options = { bucket: 'pictures', jobName: name, workteam, workers: 1, onProgress: () => {} };
      const { job } = await publishExample(clients, prepared, options);
      await createLabelingJob(clients, job);
    }
    for (const look of looksOf({})) {
      const context = await browser.newContext({ ...windowOf(look), hasTouch: look.startsWith('phone') });
      const page = await context.newPage();
      for (const shown of portalPages) {
        await shown.act(page, `${address.url}/portal`);
        await page.mouse.move(0, 0);
        await take(pictureName(shown, look), await page.screenshot({ animations: 'disabled' }));
      }
      // The answer that was kept goes with the browser's storage.
      await context.close();
    }
  } finally {
    clients.close();
    await close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
