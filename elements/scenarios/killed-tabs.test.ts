import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../bench/seeded-random.ts';
import { BareTab, serveTask } from './testing/bare-tab.ts';
import { mouse } from './testing/hands.ts';
import { launch, openTask } from './testing/open-task.ts';
import { PortalTab, serveJob } from './testing/portal-tab.ts';
import type { Place, Tab } from './testing/tab.ts';

// The tab is killed at two hundred random points of a task: while nothing happens, right after a key or a click,
// in the middle of a drag. Opened again, the task is as it was after the last action, or after the one before. The
// same in the portal, whose sandboxed frame has no storage of its own.

const KILLS = 200;
const PORTAL_KILLS = 40;
const limit = 600_000;
const skeleton = {
  name: 'many',
  keypoints: Array.from({ length: 40 }, (_, index) => ({ name: `point_${index + 1}` })),
};

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** One thing that a worker does, with two random places in the window. */
interface Action {
  readonly act: (tab: Tab, from: Place, to: Place) => Promise<void>;
  /** Where it leads in the history; else it is a step of its own. */
  readonly back?: 'undo' | 'redo';
}

const click: Action = {
  async act(tab, at) {
    await tab.mouse('mousePressed', at);
    await tab.mouse('mouseReleased', at);
  },
};
const press = (chord: string): Action => ({ act: (tab) => tab.press(chord) });
const undo: Action = { ...press('Control+z'), back: 'undo' };
const redo: Action = { ...press('Control+y'), back: 'redo' };
/** A drag that nobody ends. */
const beginDrag: Action = {
  async act(tab, from, to) {
    await tab.mouse('mousePressed', from);
    await tab.mouse('mouseMoved', to);
  },
};
const drag: Action = {
  async act(tab, from, to) {
    await beginDrag.act(tab, from, to);
    await tab.mouse('mouseReleased', to);
  },
};

const poseActions = [
  ...[click, click, click, click, undo, redo],
  ...['a', 'o', 'Backspace', 'Delete', 'ArrowRight', 'p'].map(press),
];
const boxActions = [drag, drag, drag, undo, redo, ...['2', 'Delete', 'd', 'ArrowRight', ','].map(press)];

/** What undo and redo lead to, as the answers say that were seen. */
class Seen {
  #past: string[] = [];
  #future: string[] = [];
  #present: string;

  constructor(start: string) {
    this.#present = start;
  }

  note(answer: string, { back }: Action): void {
    if (answer === this.#present) return;
    const [from, to] = back === 'undo' ? [this.#past, this.#future] : [this.#future, this.#past];
    if (back) from.pop();
    else this.#future = [];
    if (back) to.push(this.#present);
    else this.#past.push(this.#present);
    this.#present = answer;
  }

  expect(back: 'undo' | 'redo'): string {
    return (back === 'undo' ? this.#past : this.#future).at(-1) ?? this.#present;
  }
}

/** Works until the tab has been killed so many times; every time the task is opened again. */
async function workAndKill(tab: Tab, actions: readonly Action[], kills: number) {
  const random = seededRandom(kills);
  const anywhere = (): Place => [40 + random() * 600, 120 + random() * 460];
  const any = () => actions[Math.floor(random() * actions.length)] ?? click;
  await tab.open();
  const empty = await tab.answer();
  let seen = new Seen(empty);
  let most = 0;
  for (let count = 0; count < kills; count += 1) {
    for (let done = Math.floor(random() * 3); done > 0; done -= 1) {
      const action = any();
      await action.act(tab, anywhere(), anywhere());
      seen.note(await tab.answer(), action);
    }
    const before = await tab.answer();
    // The last action is complete, or its events are on their way when the tab goes, or it never ends.
    const moment = Math.floor(random() * 3);
    const action = moment === 2 ? beginDrag : any();
    const last = action.act(tab, anywhere(), anywhere());
    last.catch(() => {});
    if (moment !== 1) await last;
    const after = moment === 1 ? undefined : await tab.answer();
    await tab.kill();
    await tab.open();
    const found = await tab.answer();
    if (after !== undefined) expect([before, after]).toContain(found);
    else if (action.back) expect([before, seen.expect(action.back)]).toContain(found);
    else expectOneStep(before, found);
    // What came back is one step, which undo takes back.
    seen = new Seen(empty);
    seen.note(found, click);
    most = Math.max(most, marksOf(found).length);
  }
  // Something was there to be lost.
  expect(most).toBeGreaterThan(2);
}

/** The marks of an answer, said alike however little the answer says of them. */
function marksOf(text: string): string[] {
  const { keypoints = [], absent = [], boundingBoxes = [] } = JSON.parse(text);
  const plain = { instance: '1', visibility: 'visible' };
  const all = [...keypoints.map((mark: object) => ({ ...plain, ...mark })), ...absent, ...boundingBoxes];
  return all.map((mark) => JSON.stringify(Object.entries(mark).sort()));
}

/** Two answers are the same, or one action apart: at most one mark came, went or moved. */
function expectOneStep(before: string, after: string): void {
  const [old, now] = [marksOf(before), marksOf(after)];
  const gone = old.filter((mark) => !now.includes(mark));
  const come = now.filter((mark) => !old.includes(mark));
  expect(Math.max(gone.length, come.length)).toBeLessThanOrEqual(1);
}

/** A profile in which a worker works; its storage outlives the tabs. */
async function withProfile(work: (context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  await work(context);
  await context.close();
}

const tasks = [
  ['a pose', 'keypoint-pose', { skeleton }, poseActions],
  ['boxes', 'bounding-box', { labels: ['a', 'b'] }, boxActions],
] as const;

describe(`a tab that is killed at one of ${KILLS} random points`, () => {
  it.each(tasks)(
    'loses at most one action of %s',
    { timeout: limit },
    async (_, template, input, actions) => {
      const { server, url } = await serveTask(template, input);
      await withProfile(async (context) => {
        await workAndKill(await BareTab.in(context, url), actions, KILLS / 2);
      });
      server.close();
    },
  );
});

describe(`a portal that is killed at one of ${PORTAL_KILLS} random points`, () => {
  it.each(tasks)(
    'loses at most one action of %s',
    { timeout: limit },
    async (_, template, input, actions) => {
      const { server, url } = await serveTask(template, input);
      const job = await serveJob(template, input, `${url}picture.png`);
      await withProfile(async (context) => {
        await workAndKill(await PortalTab.in(context, job.url), actions, PORTAL_KILLS / 2);
      });
      await job.close();
      server.close();
    },
  );
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
