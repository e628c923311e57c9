import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { chromiumSwitches, findChromium } from '#scripts/find-chromium.ts';

const pin = 'taskset';

/** Pages of the browser itself that it loads for every window, at a moment of its own. */
const noPopups =
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PreloadTopChromeWebUI,Translate';

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A browser whose processes share one core, and the session that speaks to the browser itself. */
export interface OneCoreBrowser {
  browser: Browser;
  /** For traces and the processor time of all processes. */
  session: CDPSession;
  /** The core, or undefined where nothing can be pinned. */
  core: number | undefined;
  /** How many cores there are. */
  cores: number;
  close(): Promise<void>;
}

/** An open page with the counters of its main thread. */
export interface Measured {
  page: Page;
  cdp: CDPSession;
}

/**
 * Starts headless Chromium, with software rendering, on the core that is less busy at the moment; this program goes to
 * the others, so that what it does is not counted. Returns when the browser has calmed down.
 */
export async function launchOnOneCore(): Promise<OneCoreBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-elements-'));
  const program = findChromium();
  const cores = availableParallelism();
  const core = await calmestCore();
  let executablePath = program;
  if (core !== undefined) {
    executablePath = join(folder, 'one-core');
    writeFileSync(executablePath, `#!/bin/sh\nexec ${pin} -c ${core} '${program}' "$@"\n`);
    chmodSync(executablePath, 0o755);
    leave(core);
  }
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Whoever starts it closes it when the program is interrupted.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const browser = await chromium.launch({
    executablePath,
    args: [...chromiumSwitches, noPopups],
    ...signals,
  });
  const session = await browser.newBrowserCDPSession();
  await calmDown({ session });
  const close = async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { browser, session, core, cores, close };
}

/** The core with the most idle time in the next third of a second; undefined where there is no `taskset`. */
async function calmestCore(): Promise<number | undefined> {
  try {
    execFileSync(pin, ['-c', '0', 'true'], { stdio: 'ignore' });
    const before = idleTimes();
    await pause(300);
    const idle = idleTimes().map((time, core) => time - (before[core] ?? 0));
    return idle.indexOf(Math.max(...idle));
  } catch {
    return undefined;
  }
}

/** Of each core since the start, in ticks. */
function idleTimes(): number[] {
  const lines = readFileSync('/proc/stat', 'utf8').split('\n');
  return lines.filter((line) => /^cpu\d/.test(line)).map((line) => Number(line.split(/\s+/)[4]));
}

function leave(core: number): void {
  const others = Array.from({ length: availableParallelism() }, (_, other) => other).filter(
    (other) => other !== core,
  );
  if (others.length > 0)
    execFileSync(pin, ['-apc', others.join(','), String(process.pid)], { stdio: 'ignore' });
}

/** Milliseconds of processor time that all processes of the browser have used; those that ended do not count. */
export async function processorTime(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}

/**
 * Waits until a counter of seconds grows by less than a tenth of the time, twice in a row because a busy machine makes
 * everybody look idle for a moment; at most a quarter of a minute.
 */
async function calm(counter: () => Promise<number>): Promise<void> {
  const interval = 80;
  let quiet = 0;
  for (let last = await counter(), waited = 0; quiet < 2 && waited < 15_000; waited += interval) {
    await pause(interval);
    const now = await counter();
    quiet = now - last < interval / 10_000 ? quiet + 1 : 0;
    last = now;
  }
}

/** Waits until no process of the browser has anything to do. */
export async function calmDown({ session }: Pick<OneCoreBrowser, 'session'>): Promise<void> {
  await calm(async () => (await processorTime(session)) / 1000);
}

/** Counters of the page: seconds of the main thread's processor time, bytes, nodes. */
export async function counters({ cdp }: Measured): Promise<Record<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** Opens an empty page whose scripts can be counted; `watch` runs in every document before its own scripts. */
export async function openPage(browser: Browser, watch: () => void): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  page.setDefaultTimeout(120_000);
  page.setDefaultNavigationTimeout(120_000);
  await page.addInitScript(watch);
  const cdp = await page.context().newCDPSession(page);
  // The processor time of the thread: another program on the core is not counted.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { page, cdp };
}

/** Waits until the page's scripts have nothing to do. */
export async function settle(measured: Measured): Promise<void> {
  await calm(async () => (await counters(measured))['TaskDuration'] ?? 0);
}
