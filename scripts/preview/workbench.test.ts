import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Preview, startPreview } from '../dev.ts';
import { chromiumSwitches, locateChromium } from '../find-chromium.ts';

const executablePath = locateChromium();
if (!executablePath) console.log('The workbench is not opened: there is no Chromium here.');

/** For a machine that runs other browsers too. */
const PATIENCE = 60_000;

/** From an empty board to a label, as an author goes; each step stands on the one before. */
describe.skipIf(!executablePath)('the workbench in a browser', { timeout: 3 * PATIENCE }, () => {
  let folder = '';
  let preview: Preview;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gtkit-'));
    preview = await startPreview({ port: 0, watch: false, cacheDir: join(folder, '.vite') });
    browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: chromiumSwitches,
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(preview.url);
    await page.getByLabel('Template').selectOption('keypoint-pose');
  }, 3 * PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await preview?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const at = async (selector: string, x: number, y: number) => {
    const box = await page.locator(selector).boundingBox();
    if (!box) throw new Error(`${selector} is not shown.`);
    return [box.x + x * box.width, box.y + y * box.height] as const;
  };
  /** The worker's page is the one of the input as it stands, and stays. */
  const settled = () => page.locator('iframe[data-settled=true]').waitFor();
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

  it('draws a skeleton of three points with names, a pair and edges', async () => {
    await button('Design').first().click();
    await page.getByLabel('Start from').selectOption('new');
    await page.getByText('Click the picture to place the first point.').waitFor();
    for (const [index, name] of ['nose', 'left_ear', 'right_ear'].entries()) {
      await page.mouse.click(...(await at('.sheet', 0.3 + 0.2 * index, index === 0 ? 0.7 : 0.3)));
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.keyboard.press('Enter');
    }
    await button('Edges').click();
    await page.mouse.move(...(await at('.sheet', 0.3, 0.7)));
    await page.mouse.down();
    await page.mouse.move(...(await at('.sheet', 0.5, 0.3)), { steps: 4 });
    await page.mouse.up();
    // The other one by keyboard.
    await button(/^nose, point/).press('Enter');
    await button(/^right_ear, point/).press('Enter');
    await expect.poll(() => page.locator('.sheet path.edge:not(.under)').count()).toBe(2);
    await button('Pairs').click();
    expect(await page.locator('.sheet path.pair:not(.under)').count()).toBe(1);
  });

  it('takes a step back and forward again', async () => {
    await button('Undo').click();
    expect(await page.locator('.sheet path.edge:not(.under)').count()).toBe(1);
    await button('Redo').click();
    expect(await page.locator('.sheet path.edge:not(.under)').count()).toBe(2);
  });

  it('draws every icon', async () => {
    const lengths = await page
      .locator('svg.icon path')
      .evaluateAll((paths) => paths.map((path) => (path as SVGPathElement).getTotalLength()));
    expect(lengths.length).toBeGreaterThan(5);
    expect(Math.min(...lengths)).toBeGreaterThan(0);
  });

  it('saves the skeleton as a file', async () => {
    await page.getByText('Export', { exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(/^File for skeletons/).click(),
    ]);
    expect(download.suggestedFilename()).toBe('my-skeleton.ts');
  });

  it('says kindly that a file has no skeleton in it', async () => {
    await page.getByLabel('Import a skeleton').setInputFiles({
      name: 'notes.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"hello":1}'),
    });
    await page.getByText('There is no skeleton in notes.json.').waitFor();
  });

  it('asks which skeleton of a COCO file is meant, and undo leads back from it', async () => {
    const categories = ['person', 'mouse'].map((name, id) => ({
      id,
      name,
      keypoints: ['nose', `${name}_tail`],
    }));
    await page.getByLabel('Import a skeleton').setInputFiles({
      name: 'both.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ categories })),
    });
    await page.getByText('both.json has 2 skeletons. Which one?').waitFor();
    await button('mouse').click();
    await page.getByText('mouse: 2 points.', { exact: true }).waitFor();
    await page.locator('.points').getByText('mouse_tail').waitFor();
    await button('Undo').click();
    await page.locator('.points .row').getByText('left_ear').waitFor();
  });

  it('is found again after a reload, on the same picture', async () => {
    await page.getByLabel('Your picture').setInputFiles({
      name: 'my mouse.png',
      mimeType: 'image/png',
      buffer: await sharp({ create: { width: 90, height: 60, channels: 3, background: '#888' } })
        .png()
        .toBuffer(),
    });
    await expect.poll(() => page.locator('.sheet img').getAttribute('src')).toMatch(/my-mouse\.png$/);
    await page.reload();
    await expect.poll(() => page.locator('.sheet img').getAttribute('src')).toMatch(/my-mouse\.png$/);
    await page.locator('.points .row').getByText('left_ear').waitFor();
    await expect.poll(() => page.locator('.sheet path.edge:not(.under)').count()).toBe(2);
    await page.getByLabel('Picture', { exact: true }).selectOption('Example of keypoint-pose');
  });

  it('uses it in the template, labels with it and sees the label', async () => {
    await button('Use in the template').click();
    const frame = page.frameLocator('iframe');
    await frame.getByText('0 of 3').waitFor();
    // The sentence was about the example's cat.
    await frame.getByText('Mark the animal.').first().waitFor();
    await settled();
    await frame.locator('.stage[data-status=ready]').waitFor();
    await page.getByRole('tab', { name: 'Answer' }).click();
    const places = [
      [0.3, 0.4],
      [0.4, 0.5],
      [0.5, 0.4],
    ] as const;
    for (const [index, [x, y]] of places.entries()) {
      await page.mouse.click(...(await at('iframe', x, y)));
      await frame
        .getByText(`${index + 1} of 3`, { exact: true })
        .first()
        .waitFor();
    }
    await page.getByText('This can be submitted.').waitFor();
    await frame.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Recorded for worker 1.').waitFor();
    await button('Result').first().click();
    await page.locator('figure svg circle.label-point').first().waitFor();
    expect(await page.locator('figure svg circle.label-point').count()).toBe(3);
    await page.getByLabel('Consolidation method').selectOption('geometric-median');
    await expect.poll(() => page.getByLabel('Consolidation method').inputValue()).toBe('geometric-median');
  });

  // The replay keeps real time, and a machine that runs other tests may be too late for it.
  it('replays the session to the same answer', { retry: 2 }, async () => {
    if (await button('Done').isVisible()) await button('Done').click();
    await button('Label').first().click();
    await page.getByRole('tab', { name: 'Sessions' }).click();
    await button(/^Replay Worker 1.*at 4×$/).click();
    await page.getByText('The replay gave the answer of the session.').waitFor();
    await button('Done').click();
  });

  it("shows the worker's page in another language, from the sources and built", async () => {
    // Whoever changes their mind sees what they chose last.
    for (const locale of ['es', 'ja', 'en', 'ja', 'es'])
      await page.getByLabel('Language').selectOption(locale);
    await settled();
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Deshacer' }).waitFor();
    await button('Built').click();
    await settled();
    await frame.getByRole('button', { name: 'Enviar' }).waitFor();
    await button('Source').click();
    await page.getByLabel('Language').selectOption('en');
    await frame.getByRole('button', { name: 'Undo' }).waitFor();
    await settled();
  });

  it('makes the mouse a finger in the frame of a phone', async () => {
    await button('As on a phone').click();
    await settled();
    const frame = page.frameLocator('iframe');
    await frame.locator('.stage[data-status=ready]').waitFor();
    const submit = frame.getByRole('button', { name: 'Submit' });
    await expect.poll(() => submit.evaluate((element) => element.clientHeight)).toBeGreaterThanOrEqual(40);
    const press = async (from: readonly [number, number], to: readonly [number, number]) => {
      await page.mouse.move(...(await at('iframe', ...from)));
      await page.mouse.down();
      await page.mouse.move(...(await at('iframe', ...to)), { steps: 6 });
    };
    await press([0.5, 0.3], [0.6, 0.3]);
    await page.mouse.up();
    await frame.getByText('1 of 3', { exact: true }).first().waitFor();
    // Two fingers with Shift: they zoom and place nothing.
    await page.keyboard.down('Shift');
    await press([0.6, 0.3], [0.9, 0.3]);
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.getByRole('tab', { name: 'Answer' }).click();
    const placed = async () =>
      (await page.getByLabel('Answer', { exact: true }).textContent())?.match(/"x":/g);
    expect(await placed()).toHaveLength(1);
    await page.getByRole('tab', { name: 'Sessions' }).click();
    await button('Keep').click();
    await button(/^Replay .*at 4×$/)
      .first()
      .click();
    await page.getByText('The replay gave the answer of the session.').waitFor();
    await button('Done').click();
    await button('As on a phone').click();
    await settled();
  });

  it('shows what a screen reader gets, and asks axe-core', async () => {
    await page.getByRole('tab', { name: 'Access' }).click();
    const outline = page.locator('.outline');
    await outline.getByText('0 of 3').first().waitFor();
    await button('Check').click();
    await button('Check again').waitFor();
    expect(await page.locator('.note.error').count()).toBe(0);
    // It follows the page, and says of the rules that they were kept before.
    await page.mouse.click(...(await at('iframe', 0.3, 0.4)));
    await outline.getByText('1 of 3').first().waitFor();
    await page.getByText('It has changed since.').waitFor();
  });

  /** Everything that can be pressed or typed into, that Tab has not come to after as many steps as there could be. */
  async function missedByTab(): Promise<string[]> {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const missed = () =>
      page
        .locator(
          ':is(button, select, textarea, input, summary, iframe, [tabindex="0"]):not([disabled], [data-reached])',
        )
        .evaluateAll((elements) =>
          elements.flatMap((element) => (element.checkVisibility() ? [element.outerHTML.slice(0, 160)] : [])),
        );
    for (let step = 0; step < 400; step += 1) {
      await page.keyboard.press('Tab');
      // A frame with a page of another origin tells nobody that it has the focus.
      await page.evaluate(() => document.activeElement?.setAttribute('data-reached', ''));
      if (step % 20 === 19 && (await missed()).length === 0) break;
    }
    return missed();
  }

  it('has nothing that axe-core finds, in light and dark, and Tab comes to everything', async () => {
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
    const violations = () =>
      page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: {
            run(
              context: object,
              options: object,
            ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
          };
        };
        // The worker's page has its own check.
        const found = await axe.run({ include: ['.app'], exclude: ['iframe'] }, { iframes: false });
        return found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))]);
      });
    const look = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations()).toEqual([]);
      }
    };
    for (const name of ['Access', 'Sessions', 'Answer', 'Task input']) {
      await page.getByRole('tab', { name }).click();
      await look();
    }
    const field = page.getByLabel('Task input');
    const text = await field.inputValue();
    for (const wrong of ['{', text.replace('"edges"', '"edgs": [], "edges"').replace('"left"', '"lift"')]) {
      await field.fill(wrong);
      await page.locator('.faults .note').first().waitFor();
      await look();
    }
    await field.fill(text);
    await page.locator('.faults .note').first().waitFor({ state: 'detached' });
    await settled();
    expect(await missedByTab()).toEqual([]);
    await button('Result').first().click();
    await page.locator('figure svg').waitFor();
    await look();
    expect(await missedByTab()).toEqual([]);
    await button('Design').first().click();
    await page.locator('.points .row').nth(1).click();
    await look();
    expect(await missedByTab()).toEqual([]);
    expect(faults).toEqual([]);
  });
});
