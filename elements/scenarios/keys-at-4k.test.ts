import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyboard } from './testing/hands.ts';
import { launch, openTask } from './testing/open-task.ts';

// Keys alone, on a frame of a 4K camera: number keys aim, so that any pixel is at most twelve keys away. Counted
// from the browser's own events, with the key that places.

const size = { width: 3840, height: 2160 };
const KEYS = 12;
/** Places all over the picture, its last pixels among them; the same in every run. */
const places = Array.from({ length: 12 }, (_, index): [number, number] => [
  (index * 1867 + 911) % size.width,
  (index * 1319 + 577) % size.height,
]);
places.push([0, 0], [size.width - 1, size.height - 1]);

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

describe('on a picture of 3840 x 2160 pixels, by keys alone', () => {
  it('a keypoint is exactly where it is meant within twelve keys', async () => {
    const skeleton = { name: 'many', keypoints: places.map((_, index) => ({ name: `point_${index + 1}` })) };
    const task = await openTask(browser, 'keypoint-pose', { skeleton }, { size });
    const hand = keyboard(task, size);
    let before = 0;
    for (const place of places) {
      await hand.point(place);
      const { keys } = await task.actions();
      expect(keys - before).toBeLessThanOrEqual(KEYS);
      before = keys;
    }
    await task.page.keyboard.press('Control+Enter');
    expect((await task.actions()).pointer).toBe(0);
    const { keypoints } = (await task.submitted()) as { keypoints: { x: number; y: number }[] };
    expect(keypoints.map(({ x, y }) => [x, y])).toEqual(places);
  });

  it('a corner of a box is exactly where it is meant within twelve keys', async () => {
    const task = await openTask(browser, 'bounding-box', { labels: ['boat', 'house'] }, { size });
    const hand = keyboard(task, size);
    const expected: number[][] = [];
    for (let index = 0; index < places.length; index += 2) {
      const [a = [0, 0], b = [0, 0]] = places.slice(index, index + 2);
      await hand.drag(a, b);
      const [left, top] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
      expected.push([left, top, Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])]);
      const { keys } = await task.actions();
      expect(keys).toBeLessThanOrEqual(expected.length * 2 * KEYS);
    }
    await task.page.keyboard.press('Control+Enter');
    expect((await task.actions()).pointer).toBe(0);
    const { boundingBoxes } = (await task.submitted()) as {
      boundingBoxes: { left: number; top: number; width: number; height: number }[];
    };
    expect(boundingBoxes.map(({ left, top, width, height }) => [left, top, width, height])).toEqual(expected);
  });
});
