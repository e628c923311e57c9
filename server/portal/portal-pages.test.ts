import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumSwitches, findChromium } from '#scripts/find-chromium.ts';
import { type StubPortal, startStubPortal } from './testing/start-stub-portal.ts';

let browser: Browser;
let stub: StubPortal;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: chromiumSwitches });
});
afterAll(() => browser.close());

beforeEach(async () => {
  stub = await startStubPortal();
  stub.jobs = [job({})];
  stub.tasks = ['t1', 't2', 't3'];
  page = await browser.newPage();
});
afterEach(async () => {
  await page.close();
  stub.close();
});

const job = (more: Record<string, unknown>) => ({
  name: 'j',
  title: 'Cats',
  description: 'Mark them.',
  keywords: [],
  available: 3,
  submitted: 0,
  taskTimeLimitInSeconds: 600,
  ...more,
});

async function signIn() {
  await page.goto(`${stub.url}/portal`);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Your tasks' }).waitFor();
}

async function start() {
  await signIn();
  await page.getByRole('button', { name: 'Start' }).click();
  await shown('t1');
}

const frame = () => page.frameLocator('iframe:not(.leaving)');
const shown = (task: string) => frame().getByText(task).waitFor();
const submit = () => frame().getByRole('button', { name: 'Submit' }).click();

describe('the worker portal', () => {
  it('leads from the name through every task to the end', async () => {
    await start();
    await submit();
    await shown('t2');
    await submit();
    await shown('t3');
    await submit();
    await page.getByRole('heading', { name: 'That was the last one' }).waitFor();
    expect(stub.answers).toEqual(['t1', 't2', 't3'].map((id) => [id, JSON.stringify([{ id }])]));
    await page.getByRole('button', { name: 'Back to your tasks' }).click();
    await page.getByRole('heading', { name: 'Your tasks' }).waitFor();
  });

  it('shows what a requester wrote as text and runs none of it', async () => {
    stub.jobs = [
      job({
        title: '<img src=x onerror="window.broken=1">',
        description: '<script>window.broken=1</script>',
      }),
    ];
    await signIn();
    await page.getByText('<img src=x').waitFor();
    expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  });

  it('keeps the answer while the server is gone, also over a reload, and sends it once', async () => {
    await start();
    stub.down = true;
    await submit();
    await page.getByText('Your answer is kept here').waitFor();
    expect(stub.answers).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'The server does not answer' }).waitFor();
    stub.down = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await shown('t2');
    expect(stub.answers).toEqual([['t1', JSON.stringify([{ id: 't1' }])]]);
  });

  it('takes answers from the frame of the task alone', async () => {
    await start();
    await page.evaluate(() =>
      window.postMessage({ source: 'crowd-form', taskAnswers: '[{"forged":true}]' }, '*'),
    );
    await submit();
    await shown('t2');
    expect(stub.answers.map(([, answer]) => answer)).toEqual([JSON.stringify([{ id: 't1' }])]);
  });

  it('says when the time is over, and goes on with the next task', async () => {
    stub.secondsLeft = 1;
    await signIn();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'The time for this task is over' }).waitFor();
    stub.secondsLeft = 600;
    stub.tasks = ['t2'];
    await page.getByRole('button', { name: 'Next task' }).click();
    await shown('t2');
  });

  it('passes on a task that somebody else has answered meanwhile', async () => {
    await start();
    stub.refuseWith = 409;
    stub.tasks = ['t2'];
    await submit();
    await shown('t2');
  });

  it('asks before a task is declined', async () => {
    await start();
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('button', { name: 'Keep going' }).click();
    await shown('t1');
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await shown('t2');
    expect(stub.answers).toEqual([]);
  });
});
