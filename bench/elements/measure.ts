import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Subject } from './pages.ts';
import { image, target } from './shapes.ts';

/** One subject with so many shapes; times in milliseconds. */
export interface Figures {
  subject: Subject;
  shapes: number;
  /**
   * From the picture's load event to the end of the first frame in which the shapes can be worked on, without
   * the time that a page of nothing but the picture needs to decode and show it.
   */
  firstFrame: number;
  /** From a move's time stamp to the end of the frame that shows it. */
  dragP50: number;
  dragP95: number;
  scriptPerMove: number;
  taskPerMove: number;
  /** Main-thread work of one wheel event and its frame; only ours zooms. */
  taskPerWheel?: number;
}

/** What 500 drags leave behind, after garbage collection. */
export interface Growth {
  subject: Subject;
  heapMib: number;
  nodes: number;
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Opens a subject and waits until its shapes can be worked on. */
async function open(browser: Browser, url: string, subject: Subject, count: number) {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  page.setDefaultTimeout(120_000);
  await page.addInitScript(watch);
  await page.goto(`${url}/${subject}/${count}`);
  const firstFrame = await page.evaluate(() => window.firstFrame);
  await sleep(300);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  return { page, cdp, firstFrame };
}

/** Runs in the page before everything else: marks the first usable frame, and the latency of each move. */
function watch(): void {
  const element = () =>
    document.querySelector<HTMLElement & { stage?: { status: string } }>('gt-bounding-box, gt-keypoint');
  const drawn = () =>
    element()?.stage?.status === 'ready' ||
    document.querySelector('.a9s-annotation') !== null ||
    location.pathname.startsWith('/picture');
  let loaded = 0;
  const source = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src');
  const note = ({ timeStamp }: Event) => {
    loaded ||= timeStamp;
  };
  document.addEventListener('load', note, true);
  Object.defineProperty(HTMLImageElement.prototype, 'src', {
    ...source,
    set(this: HTMLImageElement, value: string) {
      this.addEventListener('load', note, { once: true });
      source?.set?.call(this, value);
    },
  });
  const afterFrame = (then: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(0);
    });
  window.firstFrame = new Promise((resolve) => {
    const look = () => {
      // The picture is decoded off the main thread, and holds the second frame back until it is there.
      const shown = () => requestAnimationFrame(() => resolve(performance.now() - loaded));
      if (loaded > 0 && drawn()) requestAnimationFrame(() => requestAnimationFrame(shown));
      else requestAnimationFrame(look);
    };
    look();
  });
  window.latencies = [];
  const listen = ({ timeStamp }: Event) =>
    afterFrame(() => window.latencies.push(performance.now() - timeStamp));
  window.addEventListener('pointermove', listen, true);
}

declare global {
  interface Window {
    firstFrame: Promise<number>;
    latencies: number[];
  }
}

/** Where an image pixel is in the window. */
async function placeOf(page: Page): Promise<(x: number, y: number) => [number, number]> {
  const box = await page.locator('.stage img, #picture').first().boundingBox();
  if (!box) throw new Error('There is no picture in the page.');
  return (x, y) => [box.x + (x * box.width) / image.width, box.y + (y * box.height) / image.height];
}

/** Counters of the page, in milliseconds and bytes. */
async function metrics(cdp: CDPSession): Promise<Record<string, number>> {
  const { metrics: list } = await cdp.send('Performance.getMetrics');
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

const middle: [number, number] = [target.left + target.width / 2, target.top + target.height / 2];

/** Takes the target in hand: boxes are clicked first, as both kinds ask for; a keypoint is dragged at once. */
async function grab(page: Page, subject: Subject) {
  const at = await placeOf(page);
  const start = at(...middle);
  if (subject !== 'poses') {
    await page.mouse.click(...start);
    await sleep(200);
  }
  await page.mouse.move(...start);
  return { at, start };
}

/** Milliseconds until a picture with nothing around it is shown: the middle of five. */
export async function measurePicture(browser: Browser, url: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const { page, firstFrame } = await open(browser, url, 'picture', 0);
    times.push(firstFrame);
    await page.close();
  }
  return times.sort((a, b) => a - b)[2] ?? 0;
}

export interface MeasureOptions {
  browser: Browser;
  url: string;
  subject: Subject;
  count: number;
  moves: number;
  /** What {@link measurePicture} found. */
  picture: number;
}

/** Drags the target through the picture with real mouse events, then turns the wheel. */
export async function measure(options: MeasureOptions): Promise<Figures> {
  const { browser, url, subject, count, moves, picture } = options;
  const { page, cdp, firstFrame } = await open(browser, url, subject, count);
  const { at, start } = await grab(page, subject);
  await page.mouse.down();
  // The first moves take the shape out of the static layer and warm the code up.
  for (let step = 1; step <= Math.min(5, moves); step += 1) await page.mouse.move(start[0] + step, start[1]);
  await sleep(100);
  await page.evaluate(() => {
    window.latencies.length = 0;
  });
  const before = await metrics(cdp);
  for (let step = 0; step < moves; step += 1) {
    const angle = (step / 20) * Math.PI;
    const [x, y] = at(middle[0] + Math.sin(angle) * 90, middle[1] + Math.cos(angle) * 60);
    await page.mouse.move(x, y);
    await sleep(20);
  }
  const after = await metrics(cdp);
  const latencies = (await page.evaluate(() => window.latencies)).sort((a, b) => a - b);
  await page.mouse.up();
  const per = (name: string, count: number) =>
    (((after[name] ?? 0) - (before[name] ?? 0)) * 1000) / Math.max(count, 1);
  const quantile = (part: number) => latencies[Math.floor((latencies.length - 1) * part)] ?? Number.NaN;
  const figures: Figures = {
    subject,
    shapes: count,
    firstFrame: Math.max(0, firstFrame - picture),
    dragP50: quantile(0.5),
    dragP95: quantile(0.95),
    scriptPerMove: per('ScriptDuration', moves),
    taskPerMove: per('TaskDuration', moves),
    ...(subject === 'annotorious' ? {} : { taskPerWheel: await turnWheel(page, cdp) }),
  };
  await page.close();
  return figures;
}

async function turnWheel(page: Page, cdp: CDPSession, events = 40): Promise<number> {
  await page.mouse.move(600, 450);
  await sleep(300);
  const before = await metrics(cdp);
  for (let step = 0; step < events; step += 1) {
    await page.mouse.wheel(0, step % 8 < 4 ? -60 : 60);
    await sleep(20);
  }
  const after = await metrics(cdp);
  return (((after['TaskDuration'] ?? 0) - (before['TaskDuration'] ?? 0)) * 1000) / events;
}

/** Drags the target there and back 500 times and reads what is left. */
export async function measureGrowth(options: Omit<MeasureOptions, 'moves' | 'picture'>): Promise<Growth> {
  const { browser, url, subject, count } = options;
  const { page, cdp } = await open(browser, url, subject, count);
  const { start } = await grab(page, subject);
  const drag = async (number: number) => {
    const way = number % 2 ? -8 : 8;
    const from = start[0] + (number % 2 ? 8 : 0);
    await page.mouse.move(from, start[1]);
    await page.mouse.down();
    await page.mouse.move(from + way, start[1]);
    await page.mouse.up();
  };
  const settled = async () => {
    await sleep(300);
    await cdp.send('HeapProfiler.collectGarbage');
    return metrics(cdp);
  };
  for (let number = 0; number < 20; number += 1) await drag(number);
  const before = await settled();
  for (let number = 0; number < 500; number += 1) await drag(number);
  const after = await settled();
  await page.close();
  return {
    subject,
    heapMib: ((after['JSHeapUsedSize'] ?? 0) - (before['JSHeapUsedSize'] ?? 0)) / 2 ** 20,
    nodes: (after['Nodes'] ?? 0) - (before['Nodes'] ?? 0),
  };
}
