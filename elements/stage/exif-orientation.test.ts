import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumSwitches, findChromium } from '#scripts/find-chromium.ts';
import { renderTemplate } from '#server/liquid/render-template.ts';

// Clicks on what can be seen: the spots are found on the screen, in a screenshot, wherever the browser has put
// them, and the answer has to name the pixels of the file. Through the built templates.

const stored = { width: 160, height: 100 };
const background = { r: 128, g: 128, b: 128 };
/** Two squares of 6 pixels by their middles in the file, in colours that the page does not have. */
const spots = [
  { x: 33, y: 23, color: { r: 255, g: 0, b: 0 } },
  { x: 123, y: 73, color: { r: 0, g: 255, b: 0 } },
] as const;

const tasks = {
  'keypoint-pose': {
    skeleton: { name: 'two', keypoints: [{ name: 'red' }, { name: 'green' }] },
  },
  'bounding-box': { labels: ['thing'] },
};

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: chromiumSwitches });
});
afterAll(() => browser?.close());

async function picture(orientation: number): Promise<Buffer> {
  const squares = spots.map(({ x, y, color }) => ({
    input: { create: { width: 6, height: 6, channels: 3 as const, background: color } },
    left: x - 3,
    top: y - 3,
  }));
  return sharp({ create: { ...stored, channels: 3, background } })
    .composite(squares)
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .withMetadata({ orientation })
    .toBuffer();
}

async function open(template: keyof typeof tasks, orientation: number, deviceScaleFactor = 1): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor });
  const input = { ...tasks[template], taskObject: 'http://task.test/picture.jpg' };
  const source = await readFile(`dist/templates/${template}.liquid.html`, 'utf8');
  const body = renderTemplate(source, input, { grantReadAccess: (uri) => uri });
  await page.route('**/*', async (route) => {
    const address = route.request().url();
    if (address.endsWith('.jpg'))
      await route.fulfill({ contentType: 'image/jpeg', body: await picture(orientation) });
    else if (address.endsWith('.js'))
      await route.fulfill({ path: 'dist/assets/crowd-html-elements.js', contentType: 'text/javascript' });
    else await route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  });
  await page.goto('http://task.test/');
  await page.locator('[data-status=ready]').waitFor();
  return page;
}

/** The middle of what has a colour in the picture as it is shown, in CSS pixels of the window. */
async function find(page: Page, color: { r: number; g: number; b: number }): Promise<[number, number]> {
  const box = await page.locator('.stage').boundingBox();
  if (!box) throw new Error('There is no stage.');
  const shot = sharp(await page.screenshot({ clip: box }));
  const { data, info } = await shot.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let [count, x, y] = [0, 0, 0];
  for (let at = 0; at < data.length; at += info.channels) {
    const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
    if (Math.abs(r - color.r) + Math.abs(g - color.g) + Math.abs(b - color.b) > 90) continue;
    count += 1;
    x += (at / info.channels) % info.width;
    y += Math.floor(at / info.channels / info.width);
  }
  if (count === 0) throw new Error('The colour is not on the screen.');
  const density = info.width / box.width;
  return [box.x + (x / count + 0.5) / density, box.y + (y / count + 0.5) / density];
}

/** Clicks both spots, with the picture turned, and gives the answer. */
async function clickBoth(page: Page, turns: number): Promise<Record<string, unknown>> {
  await page.locator('.stage').focus();
  for (let turn = 0; turn < Math.abs(turns); turn += 1)
    await page.keyboard.press(turns < 0 ? 'Shift+t' : 't');
  await page.keyboard.press('f');
  // Both are found first: a mark covers what it marks, and guides cross the picture.
  await page.mouse.move(2, 2);
  const places = [await find(page, spots[0].color), await find(page, spots[1].color)];
  for (const place of places) await page.mouse.click(...place);
  const answer = await page.locator('input[data-answer]').inputValue();
  await page.close();
  return JSON.parse(answer);
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('a picture whose EXIF orientation is %d', (orientation) => {
  // Another turn for each, and all quarters among them.
  const turns = [0, 6, -6, 12, 1, -2, 9, 5][orientation - 1] ?? 0;

  it('is marked with keypoints in pixels of the file', async () => {
    const page = await open('keypoint-pose', orientation, orientation % 2 === 0 ? 2 : 1);
    const { keypoints, inputImageProperties } = (await clickBoth(page, turns)) as {
      keypoints: { x: number; y: number }[];
      inputImageProperties: object;
    };
    expect(inputImageProperties).toEqual(stored);
    for (const [index, { x, y }] of spots.entries())
      expect(Math.hypot((keypoints[index]?.x ?? 0) - x, (keypoints[index]?.y ?? 0) - y)).toBeLessThan(1);
  });

  it('is marked with boxes in pixels of the file', async () => {
    const page = await open('bounding-box', orientation);
    const { boundingBoxes, inputImageProperties } = (await clickBoth(page, turns)) as {
      boundingBoxes: { left: number; top: number; width: number; height: number }[];
      inputImageProperties: object;
    };
    expect(inputImageProperties).toEqual(stored);
    const { left = 0, top = 0, width = 0, height = 0 } = boundingBoxes[0] ?? {};
    for (const [found, expected] of [
      [left, spots[0].x],
      [top, spots[0].y],
      [left + width, spots[1].x],
      [top + height, spots[1].y],
    ] as const)
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(0.5);
  });
});
