import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, CDPSession } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderTemplate } from '#server/liquid/render-template.ts';
import { seededRandom } from '../../bench/seeded-random.ts';
import { mouse } from './testing/hands.ts';
import { launch, openTask, picture } from './testing/open-task.ts';

// The tab is killed at two hundred random points of a task: while nothing happens, right after a key or a click,
// in the middle of a drag. Opened again, the task is as it was after the last action, or after the one before.

const KILLS = 200;
const limit = 300_000;
const skeleton = {
  name: 'many',
  keypoints: Array.from({ length: 40 }, (_, index) => ({ name: `point_${index + 1}` })),
};

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** A built template with a task, served by itself: nothing stands between the browser and its reload. */
async function serve(template: string, input: object) {
  const image = sharp({ create: { ...picture, channels: 3, background: '#8d8a80' } });
  const source = readFileSync(`dist/templates/${template}.liquid.html`, 'utf8');
  const page = renderTemplate(
    source,
    { ...input, taskObject: '/picture.png' },
    { grantReadAccess: (uri) => uri },
  );
  const files: Record<string, [type: string, body: string | Buffer]> = {
    '/picture.png': ['image/png', await image.png().toBuffer()],
    '/crowd.js': ['text/javascript', readFileSync('dist/assets/crowd-html-elements.js')],
  };
  const body = page.replace(/https:\/\/assets\.crowd\.aws\/[\w.-]+/, '/crowd.js');
  const server = createServer((request, response) => {
    const [type, content] = files[request.url ?? ''] ?? ['text/html', body];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** A tab that comes back after its process was killed, which only the browser's own protocol offers. */
class Tab {
  readonly #cdp: CDPSession;
  readonly #url: string;

  constructor(cdp: CDPSession, url: string) {
    this.#cdp = cdp;
    this.#url = url;
  }

  /** Opens the task, and waits until it can be worked on. */
  async open(): Promise<void> {
    const loaded = new Promise((resolve) => this.#cdp.once('Page.loadEventFired', resolve));
    await this.#cdp.send('Page.navigate', { url: this.#url });
    await loaded;
    await this.#ask(`new Promise((resolve) => {
      const look = () => document.querySelector('gt-keypoint, gt-bounding-box')?.stage?.status === 'ready'
        ? resolve() : setTimeout(look, 5);
      look();
    })`);
  }

  /** The answer as it stands. */
  async answer(): Promise<string> {
    return String(await this.#ask(`document.querySelector('input[data-answer]').value`));
  }

  /** Ends the page's process, whatever it is doing. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.#cdp.once('Inspector.targetCrashed', resolve));
    this.#cdp.send('Page.crash').catch(() => {});
    await gone;
  }

  async press(key: string): Promise<void> {
    const text = key.length === 1 ? { text: key } : {};
    await this.#cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...text });
    await this.#cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
  }

  async mouse(type: 'mouseMoved' | 'mousePressed' | 'mouseReleased', [x, y]: Place): Promise<void> {
    const pressed = type === 'mouseReleased' ? 0 : 1;
    await this.#cdp.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: pressed,
      clickCount: 1,
    });
  }

  async #ask(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#cdp.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
}

type Place = readonly [number, number];
/** One thing that a worker does, with two random places in the window. */
type Action = (tab: Tab, from: Place, to: Place) => Promise<void>;

const click: Action = async (tab, at) => {
  await tab.mouse('mousePressed', at);
  await tab.mouse('mouseReleased', at);
};
const press =
  (key: string): Action =>
  (tab) =>
    tab.press(key);
/** A drag that nobody ends. */
const beginDrag: Action = async (tab, from, to) => {
  await tab.mouse('mousePressed', from);
  await tab.mouse('mouseMoved', to);
};
const drag: Action = async (tab, from, to) => {
  await beginDrag(tab, from, to);
  await tab.mouse('mouseReleased', to);
};

/** Works until the tab has been killed so many times; every time the task is opened again. */
async function workAndKill(template: string, input: object, actions: readonly Action[], kills: number) {
  const { server, url } = await serve(template, input);
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const tab = new Tab(cdp, url);
  const random = seededRandom(kills);
  const anywhere = (): Place => [40 + random() * 600, 120 + random() * 460];
  const act = (action = actions[Math.floor(random() * actions.length)]) =>
    action?.(tab, anywhere(), anywhere());
  await cdp.send('Page.enable');
  await cdp.send('Inspector.enable');
  await tab.open();
  let met = 0;
  for (let count = 0; count < kills; count += 1) {
    for (let done = Math.floor(random() * 3); done > 0; done -= 1) await act();
    const before = await tab.answer();
    // The last action is complete, or its events are on their way when the tab goes, or it never ends.
    const moment = Math.floor(random() * 3);
    const last = act(moment === 2 ? beginDrag : undefined);
    last?.catch(() => {});
    if (moment !== 1) await last;
    const after = moment === 1 ? undefined : await tab.answer();
    await tab.kill();
    await tab.open();
    const found = await tab.answer();
    if (after === undefined) expectOneStep(before, found);
    else expect([before, after]).toContain(found);
    met += found === '' ? 0 : 1;
  }
  expect(met).toBe(kills);
  await context.close();
  server.close();
}

/** Two answers are the same, or one action apart: at most one mark came, went or moved. */
function expectOneStep(before: string, after: string): void {
  const marks = (text: string): string[] => {
    const { keypoints = [], absent = [], boundingBoxes = [] } = JSON.parse(text);
    return [...keypoints, ...absent, ...boundingBoxes].map((mark) => JSON.stringify(mark));
  };
  const [old, now] = [marks(before), marks(after)];
  const gone = old.filter((mark) => !now.includes(mark));
  const come = now.filter((mark) => !old.includes(mark));
  expect(Math.max(gone.length, come.length)).toBeLessThanOrEqual(1);
}

describe('a tab that is killed at one of 200 random points', () => {
  it('loses at most one action of a pose', { timeout: limit }, () => {
    const actions = [
      click,
      click,
      click,
      click,
      press('a'),
      press('o'),
      press('Backspace'),
      press('ArrowRight'),
    ];
    return workAndKill('keypoint-pose', { skeleton }, actions, KILLS / 2);
  });

  it('loses at most one action of boxes', { timeout: limit }, () => {
    const actions = [drag, drag, drag, press('2'), press('Delete'), press('d'), press('ArrowRight')];
    return workAndKill('bounding-box', { labels: ['a', 'b'] }, actions, KILLS / 2);
  });
});

describe('a task', () => {
  const blocked = `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });`;
  const full = `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`;
  it.each([
    ['blocked', blocked],
    ['full', full],
  ])('whose storage is %s is worked on and submitted all the same', async (_, before) => {
    const task = await openTask(browser, 'bounding-box', { labels: ['a'] }, { before });
    const errors: string[] = [];
    task.page.on('pageerror', ({ message }) => errors.push(message));
    await mouse(task).drag([100, 100], [200, 180]);
    await task.page.keyboard.press('Control+Enter');
    expect((await task.submitted())['boundingBoxes']).toHaveLength(1);
    expect(errors).toEqual([]);
    await task.page.context().close();
  });
});
