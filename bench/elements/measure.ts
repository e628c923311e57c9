import { Hand } from './hand.ts';
import {
  calmDown,
  counters,
  type Measured,
  type OneCoreBrowser,
  openPage,
  pause,
  processorTime,
  settle,
} from './one-core-browser.ts';
import type { Subject } from './pages.ts';
import { quantile } from './quantile.ts';
import { image, target } from './shapes.ts';
import { type FirstFrame, readFirstFrame, recordTimeLine } from './time-line.ts';
import { watch } from './watch.ts';

/** Where and what is measured. */
export interface Place {
  rig: OneCoreBrowser;
  /** Address of the pages. */
  url: string;
  subject: Subject;
  /** How many shapes are in the picture. */
  count: number;
}

/** What one drag took; times in milliseconds, and those of the processor but for the percentiles. */
export interface Drag {
  /** From the time stamp of the newest move that a frame shows until the main thread has done with that frame. */
  p50: number;
  p95: number;
  /** The same of every move that the page got, the older ones of a frame too, which a mouse would not have sent. */
  everyP95: number;
  /** For one move that the page got. */
  script: number;
  task: number;
}

/** One run of a subject in a page of its own. */
export interface Run extends FirstFrame, Drag {
  /** The main thread's work for one event of the wheel, its frames, and the sharp frame at the end of the gesture. */
  wheelTask?: number;
  /** Requests besides the page, the stand-in for the crowd elements and the picture. */
  requests: number;
  /** Tasks of more than 50 ms while nobody did anything. */
  idleLongTasks?: number;
}

/** What 500 drags leave behind, after garbage collection. */
export interface Growth {
  heapMib: number;
  nodes: number;
}

/** What the loupe adds to one move of a drag, in milliseconds of processor time. */
export interface LoupeCost {
  task: number;
  /** Of all processes: the picture in the loupe is drawn by other threads. */
  everywhere: number;
}

type Grip = 'middle' | 'corner';

/** Opens a page; returns when its shapes are drawn and it is at rest. */
async function open(place: Place, attempts = 4): Promise<Measured & FirstFrame> {
  const { rig, url, subject, count } = place;
  const measured = await openPage(rig.browser, watch);
  const stop = await recordTimeLine(rig.session);
  await measured.page.goto(`${url}/${subject}/${count}`);
  await measured.page.evaluate(() => window.shapesDrawn);
  await settle(measured);
  // The picture is decoded and drawn by other threads than the page's.
  await calmDown(rig);
  const firstFrame = readFirstFrame(await stop());
  if (firstFrame) return { ...measured, ...firstFrame };
  // On a busy machine a browser that waits for its turn looks as if it were at rest.
  await measured.page.close();
  if (attempts > 1) return open(place, attempts - 1);
  throw new Error(`No time line of ${subject}, ${count}, shows the picture.`);
}

/** Works in an open page, which is closed in the end, whatever happened. */
async function inPage<T>(place: Place, work: (opened: Measured & FirstFrame) => Promise<T>): Promise<T> {
  const opened = await open(place);
  try {
    return await work(opened);
  } finally {
    // The browser may be gone.
    await opened.page.close().catch(() => {});
  }
}

/** How long a picture takes that has nothing around it. */
export async function measurePicture(place: Pick<Place, 'rig' | 'url'>): Promise<FirstFrame> {
  return inPage({ ...place, subject: 'picture', count: 0 }, async ({ afterDecode, afterLoad }) => ({
    afterDecode,
    afterLoad,
  }));
}

/** Where the shape that is dragged is in the window, and how to get to a place around it. */
interface Held {
  hand: Hand;
  start: readonly [number, number];
  at: (x: number, y: number) => readonly [number, number];
}

/** Puts the mouse on the target: boxes are selected by a click first, as both kinds ask for. */
async function reach(measured: Measured, subject: Subject, grip: Grip = 'middle'): Promise<Held> {
  const box = await measured.page.locator('.stage img, #picture').first().boundingBox();
  if (!box) throw new Error('There is no picture in the page.');
  const at = (x: number, y: number) =>
    [box.x + (x * box.width) / image.width, box.y + (y * box.height) / image.height] as const;
  const middle = at(target.left + target.width / 2, target.top + target.height / 2);
  const hand = new Hand(measured.cdp);
  if (subject !== 'poses') {
    const selected = subject === 'boxes' ? 'gt-box-list [data-selected]' : '.a9s-handle, .a9s-shape-handle';
    const handle = measured.page.locator(selected).first();
    // Annotorious misses a click that comes while it makes its index of many boxes.
    for (let clicks = 1; (await handle.count()) === 0; clicks += 1) {
      await hand.click(...middle);
      await handle.waitFor({ state: 'attached', timeout: SELECTION }).catch((error) => {
        if (clicks === 3) throw error;
      });
    }
    await settle(measured);
  }
  const start = grip === 'middle' ? middle : at(target.left + target.width, target.top + target.height);
  await hand.move(...start);
  return { hand, start, at };
}

/** Milliseconds that a click may take to select a box. */
const SELECTION = 15_000;

/** Moves what is held along a circle, once in a second, and returns how many moves the page got. */
async function circle({ page }: Measured, { hand, start }: Held, duration: number): Promise<number> {
  await page.evaluate(() => {
    window.latencies.length = 0;
    window.everyLatency.length = 0;
    window.moves = 0;
  });
  const path = (step: number) => {
    const angle = (step / 62) * Math.PI;
    return [start[0] + Math.sin(angle) * 40, start[1] + 25 - Math.cos(angle) * 25] as const;
  };
  await hand.follow(path, duration);
  return page.evaluate(() => window.moves);
}

/** Milliseconds of moves that warm the code up, or bring what was changed to the screen. */
const WARM_UP = 120;

const milliseconds = (before: Record<string, number>, after: Record<string, number>, name: string) =>
  ((after[name] ?? Number.NaN) - (before[name] ?? Number.NaN)) * 1000;

/** Drags the target for so many milliseconds, turns the wheel if asked to, and looks at the page at rest. */
export async function measure(
  place: Place,
  options: { dragMs: number; wheels: number; idleMs: number },
): Promise<Run> {
  return inPage(place, async (measured) => {
    const { page, afterDecode, afterLoad } = measured;
    const run: Run = {
      afterDecode,
      afterLoad,
      ...(await drag(measured, place.subject, options.dragMs)),
      requests: Number.NaN,
    };
    if (options.wheels > 0) run.wheelTask = await turnWheel(measured, options.wheels);
    if (options.idleMs > 0) {
      await settle(measured);
      await page.evaluate(() => {
        window.longTasks.length = 0;
      });
      await pause(options.idleMs);
      run.idleLongTasks = await page.evaluate(() => window.longTasks.length);
    }
    run.requests = await page.evaluate(
      () =>
        performance
          .getEntriesByType('resource')
          .filter(({ name }) => !/\/(?:picture\.jpg|crowd\.js|favicon\.ico)$/.test(name)).length,
    );
    return run;
  });
}

async function drag(measured: Measured, subject: Subject, duration: number): Promise<Drag> {
  const { page } = measured;
  const held = await reach(measured, subject);
  const { hand, start } = held;
  await hand.down(...start);
  // The first moves take the shape out of the static layer and warm the code up.
  await circle(measured, held, WARM_UP);
  await settle(measured);
  const before = await counters(measured);
  const moves = await circle(measured, held, duration);
  const after = await counters(measured);
  const { latencies, everyLatency } = await page.evaluate(() => {
    const { latencies, everyLatency } = window;
    return { latencies, everyLatency };
  });
  await hand.move(start[0] + 40, start[1] + 25);
  await hand.up(start[0] + 40, start[1] + 25);
  await settle(measured);
  if ((await page.evaluate(() => window.edits)) !== 1)
    throw new Error(`The drag moved no shape of ${subject}.`);
  return {
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    everyP95: quantile(everyLatency, 0.95),
    script: milliseconds(before, after, 'ScriptDuration') / moves,
    task: milliseconds(before, after, 'TaskDuration') / moves,
  };
}

async function turnWheel(measured: Measured, events: number): Promise<number> {
  const hand = new Hand(measured.cdp);
  await hand.move(600, 450);
  await settle(measured);
  const before = await counters(measured);
  for (let step = 0; step < events; step += 1) {
    await hand.turnWheel(600, 450, step % 8 < 4 ? -60 : 60);
    await hand.rest();
  }
  // What is only carried along while the view moves is drawn at rest; that is part of the price.
  await settle(measured);
  return milliseconds(before, await counters(measured), 'TaskDuration') / events;
}

/** Drags the target there and back 500 times and reads what is left. */
export async function measureGrowth(place: Place): Promise<Growth> {
  return inPage(place, async (measured) => {
    const { page, cdp } = measured;
    const held = await reach(measured, place.subject);
    const {
      hand,
      start: [x, y],
    } = held;
    const drags = async (count: number) => {
      for (let number = 0; number < count; number += 1) {
        const [from, to] = number % 2 ? [x + 12, x] : [x, x + 12];
        // All at once: a button's event brings the moves before it along, and no frame has to be waited for.
        await Promise.all([hand.move(from, y), hand.down(from, y), hand.move(to, y), hand.up(to, y)]);
      }
    };
    const rest = async () => {
      await settle(measured);
      await page.evaluate(() => {
        window.latencies.length = 0;
      });
      // What a finalizer lets go of is free after the second time.
      await cdp.send('HeapProfiler.collectGarbage');
      await settle(measured);
      await cdp.send('HeapProfiler.collectGarbage');
      return counters(measured);
    };
    // What is made when a frame of a drag first shows it, such as the loupe, stays.
    await hand.down(x, y);
    await circle(measured, held, WARM_UP);
    await hand.move(x, y);
    await hand.up(x, y);
    await drags(20);
    const editsOf = () => page.evaluate(() => window.edits);
    const before = await rest();
    const editsBefore = await editsOf();
    await drags(500);
    const after = await rest();
    const edits = (await editsOf()) - editsBefore;
    if (edits !== 500) throw new Error(`Of 500 drags of ${place.subject}, ${edits} moved a shape.`);
    return {
      heapMib: ((after['JSHeapUsedSize'] ?? 0) - (before['JSHeapUsedSize'] ?? 0)) / 2 ** 20,
      nodes: (after['Nodes'] ?? 0) - (before['Nodes'] ?? 0),
    };
  });
}

/** Drags with the loupe off and on in turn, in one page; a box by its corner, because the loupe shows edges. */
export async function measureLoupe(place: Place, turns: number, duration: number): Promise<LoupeCost[]> {
  return inPage(place, async (measured) => {
    const { page } = measured;
    const held = await reach(measured, place.subject, place.subject === 'boxes' ? 'corner' : 'middle');
    const { hand, start } = held;
    const work = async () => {
      const before = await counters(measured);
      const all = await processorTime(place.rig.session);
      const moves = await circle(measured, held, duration);
      const after = await counters(measured);
      return {
        task: milliseconds(before, after, 'TaskDuration') / moves,
        everywhere: ((await processorTime(place.rig.session)) - all) / moves,
      };
    };
    const isShown = () =>
      page.locator('.stage').evaluate((stage) => {
        const loupe = stage.querySelector('.loupe');
        return loupe !== null && getComputedStyle(loupe).visibility === 'visible';
      });
    await hand.down(...start);
    await circle(measured, held, WARM_UP);
    const costs: LoupeCost[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      if (!(await isShown())) throw new Error(`A drag in ${place.subject} shows no loupe.`);
      const on = await work();
      await page.keyboard.press('l');
      await circle(measured, held, WARM_UP);
      if (await isShown()) throw new Error(`The loupe of ${place.subject} cannot be turned off.`);
      const off = await work();
      await page.keyboard.press('l');
      await circle(measured, held, WARM_UP);
      costs.push({ task: on.task - off.task, everywhere: on.everywhere - off.everywhere });
    }
    return costs;
  });
}
