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

describe('what a worker has marked and not submitted', () => {
  /** Says something to the portal from within the task's frame, as an element or a hostile template does. */
  const tell = async (...messages: object[]) => {
    const inside = page.frames().find((candidate) => candidate.url().includes('/page'));
    await inside?.evaluate((all) => {
      for (const message of all) parent.postMessage({ source: 'gtkit-draft', ...message }, '*');
    }, messages);
  };
  /** What the portal answers a frame that asks for a draft. */
  const ask = async (key: string): Promise<string> => {
    const inside = page.frames().find((candidate) => candidate.url().includes('/page'));
    const reply = await inside?.evaluate(
      (name) =>
        new Promise<unknown>((resolve) => {
          addEventListener('message', ({ data }) => data?.key === name && resolve(data.draft), {
            once: true,
          });
          parent.postMessage({ source: 'gtkit-draft', key: name }, '*');
        }),
      key,
    );
    return String(reply);
  };
  const stored = () => page.evaluate(() => Object.entries(localStorage));
  /** Drafts of other tasks, to the brim. */
  const fillStorage = () =>
    page.evaluate(() => {
      for (let size = 1_000_000, index = 0; size > 10; index += 1) {
        try {
          const value = JSON.stringify({ at: Date.now(), drafts: [['k', 'x'.repeat(size)]] });
          localStorage.setItem(`gtkit-draft:other-${index}`, value);
        } catch {
          size = Math.floor(size / 2);
        }
      }
    });
  const reopen = async (task: string) => {
    await page.reload();
    await shown(task);
  };

  it('is kept over a reload, for its own task alone, until the server has the answer', async () => {
    await start();
    await tell(
      { key: 'a', draft: 'first' },
      { key: 'a', draft: 'second' },
      { key: '__proto__', draft: 'third' },
    );
    await reopen('t1');
    expect(await ask('a')).toBe('second');
    expect(await ask('__proto__')).toBe('third');
    expect(await ask('b')).toBe('');
    await submit();
    await shown('t2');
    expect(await ask('a')).toBe('');
    expect(await stored()).toEqual([]);
  });

  it('is kept when the server refuses the answer, although the page is done with it', async () => {
    await start();
    await tell({ key: 'a', draft: 'marks' }, { key: 'a', draft: '' });
    stub.refuseWith = 400;
    await submit();
    await page.getByRole('button', { name: 'Reload the task' }).click();
    await shown('t1');
    expect(await ask('a')).toBe('marks');
  });

  it('is forgotten with the task that is given back', async () => {
    await start();
    await tell({ key: 'a', draft: 'marks' });
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await shown('t2');
    expect(await stored()).toEqual([]);
  });

  it('is bounded, whatever a template sends, and never in the way of an answer', async () => {
    await start();
    await tell({ key: 'a', draft: 'marks' });
    const many = Array.from({ length: 40 }, (_, index) => ({ key: `k${index}`, draft: 'x'.repeat(200_000) }));
    await tell(
      ...many,
      { key: 'y'.repeat(2_000_000), draft: 'x' },
      { key: 'b', draft: 'x'.repeat(2_000_000) },
    );
    await tell({ key: 7, draft: 'x' }, { key: 'c', draft: { length: 1 } }, { key: null }, { draft: 'x' });
    expect(await ask('a')).toBe('marks');
    const sizes = (await stored()).map(([name, value]) => name.length + value.length);
    expect(sizes).toHaveLength(1);
    expect(sizes[0]).toBeLessThanOrEqual(1_010_000);
    // Drafts of other tasks fill the storage to the brim, and still the answer is kept.
    await fillStorage();
    stub.down = true;
    await submit();
    await page.getByText('Your answer is kept here').waitFor();
    expect((await stored()).find(([name]) => name === 'gtkit-answer:t1')?.[1]).toContain('t1');
  });

  it('goes before the drafts of tasks that nobody came back to', async () => {
    await start();
    await page.evaluate(() => {
      const day = 24 * 3_600_000;
      localStorage.setItem('gtkit-draft:old', JSON.stringify({ at: Date.now() - 2 * day, drafts: [] }));
      localStorage.setItem('gtkit-draft:t0:key', 'of an earlier version');
    });
    await fillStorage();
    await reopen('t1');
    await tell({ key: 'a', draft: 'marks'.repeat(1000) });
    expect(await ask('a')).toBe('marks'.repeat(1000));
    expect((await stored()).map(([name]) => name)).not.toContain('gtkit-draft:old');
    expect((await stored()).map(([name]) => name)).not.toContain('gtkit-draft:t0:key');
  });

  it('is taken from the frame of the task alone', async () => {
    await start();
    await page.evaluate(() => window.postMessage({ source: 'gtkit-draft', key: 'a', draft: 'forged' }, '*'));
    expect(await ask('a')).toBe('');
  });
});
