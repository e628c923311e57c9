import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyboard } from './testing/hands.ts';
import { coarseToFineKeysTo, numberKeysTo } from './testing/number-keys-to.ts';
import { launch, type OpenTask, openTask } from './testing/open-task.ts';

// Keys alone, on a frame of a 4K camera: whole tasks without a pointer, and any pixel at most twelve keys away, the key
// that places with it. Counted from the browser's own events.

type Place = [x: number, y: number];

const size = { width: 3840, height: 2160 };
const KEYS = 12;
/** Pixels all over the picture; the same in every run. */
const randomPlaces = (count: number, seed: number): Place[] =>
  fc.sample(fc.noBias(fc.tuple(fc.nat(size.width - 1), fc.nat(size.height - 1))), { numRuns: count, seed });
/** The outermost pixels, and others. */
const places: Place[] = [
  [0, 0],
  [size.width - 1, size.height - 1],
  [size.width - 1, 0],
  [0, size.height - 1],
  ...randomPlaces(36, 4),
];
const ways = { 'number keys': numberKeysTo, 'number keys, then arrows': coarseToFineKeysTo };
const skeletonOf = (count: number) => ({
  name: 'many',
  keypoints: Array.from({ length: count }, (_, index) => ({ name: `point_${index + 1}` })),
});

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** Counts the keys of each step; prints and holds their most. */
async function countEach<Step>(
  task: OpenTask,
  what: string,
  steps: readonly Step[],
  most: number,
  act: (step: Step) => Promise<void>,
): Promise<void> {
  const counts: number[] = [];
  let before = (await task.actions()).keys;
  for (const step of steps) {
    await act(step);
    const { keys } = await task.actions();
    counts.push(keys - before);
    before = keys;
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  console.log(`${what}: at most ${Math.max(...counts)} keys each, ${mean.toFixed(1)} on average`);
  expect(Math.max(...counts)).toBeLessThanOrEqual(most);
}

async function finish<Answer>(task: OpenTask): Promise<Answer> {
  await task.page.keyboard.press('Control+Enter');
  expect((await task.actions()).pointer).toBe(0);
  const answer = await task.submitted();
  await task.page.context().close();
  return answer as Answer;
}

interface Keypoints {
  keypoints: { x: number; y: number; instance?: string }[];
}
interface Boxes {
  boundingBoxes: { left: number; top: number; width: number; height: number; label: string }[];
}

const boxOf = ([x, y]: Place, [right, bottom]: Place) => ({
  left: Math.min(x, right),
  top: Math.min(y, bottom),
  width: Math.abs(x - right),
  height: Math.abs(y - bottom),
});

describe.each(Object.entries(ways))('on a picture of 3840 x 2160 pixels, by %s', (way, keysTo) => {
  it('a keypoint is exactly where it is meant within twelve keys', async () => {
    const task = await openTask(browser, 'keypoint-pose', { skeleton: skeletonOf(places.length) }, { size });
    await countEach(task, `keypoints by ${way}`, places, KEYS, keyboard(task, size, keysTo).point);
    const { keypoints } = await finish<Keypoints>(task);
    expect(keypoints.map(({ x, y }) => [x, y])).toEqual(places);
  });

  it('a corner of a box is exactly where it is meant within twelve keys', async () => {
    const task = await openTask(browser, 'bounding-box', { labels: ['boat', 'house'] }, { size });
    const hand = keyboard(task, size, keysTo);
    const corners = places.flatMap((place, index): [Place, Place][] =>
      index % 2 === 0 ? [[place, places[index + 1] ?? [0, 0]]] : [],
    );
    await countEach(task, `corners by ${way}`, corners.flat(), KEYS, async (corner) => {
      // With a box's first corner the number keys begin to aim.
      if (corners.some(([first]) => first === corner)) await task.page.keyboard.press('a');
      await hand.point(corner);
    });
    const { boundingBoxes } = await finish<Boxes>(task);
    expect(boundingBoxes.map(({ left, top, width, height }) => ({ left, top, width, height }))).toEqual(
      corners.map(([from, to]) => boxOf(from, to)),
    );
  });
});

describe('whole tasks on a picture of 3840 x 2160 pixels, without a pointer', () => {
  it('two animals of 17 keypoints', async () => {
    const animals = [randomPlaces(17, 17), randomPlaces(17, 34)];
    const task = await openTask(browser, 'keypoint-pose', { skeleton: skeletonOf(17) }, { size });
    const { point } = keyboard(task, size, coarseToFineKeysTo);
    for (const [index, animal] of animals.entries()) {
      if (index > 0) await task.page.keyboard.press('m');
      await countEach(task, `animal ${index + 1} of 17 keypoints`, animal, KEYS, point);
    }
    const { keypoints } = await finish<Keypoints>(task);
    expect(keypoints.map(({ x, y }) => [x, y])).toEqual(animals.flat());
    expect(keypoints.map(({ instance }) => instance)).toEqual(
      [1, 2].flatMap((id) => Array(17).fill(`${id}`)),
    );
  });

  it('ten boxes of two labels', async () => {
    const from = randomPlaces(10, 10);
    const boxes = randomPlaces(10, 20).map((to, index): [Place, Place] => [from[index] ?? [0, 0], to]);
    const task = await openTask(browser, 'bounding-box', { labels: ['boat', 'house'] }, { size });
    const hand = keyboard(task, size);
    const draw = ([start, end]: [Place, Place]) => hand.drag(start, end);
    await countEach(task, 'five boats', boxes.slice(0, 5), 2 * KEYS, draw);
    await task.page.keyboard.press('2');
    await countEach(task, 'five houses', boxes.slice(5), 2 * KEYS, draw);
    const { boundingBoxes } = await finish<Boxes>(task);
    expect(boundingBoxes.map(({ left, top, width, height }) => ({ left, top, width, height }))).toEqual(
      boxes.map(([start, end]) => boxOf(start, end)),
    );
    expect(boundingBoxes.map(({ label }) => label)).toEqual([
      ...Array(5).fill('boat'),
      ...Array(5).fill('house'),
    ]);
  });

  it('a predicted animal with three keypoints wrong', async () => {
    const truth = randomPlaces(17, 51);
    const skeleton = skeletonOf(17);
    const wrong = new Map<number, readonly [key: string, dx: number, dy: number]>([
      [2, ['ArrowRight', -3, 0]],
      [9, ['Shift+ArrowDown', 0, -10]],
      [16, ['ArrowLeft', 1, 0]],
    ]);
    const initialValue = truth.map(([x, y], point) => {
      const [, dx = 0, dy = 0] = wrong.get(point) ?? [];
      return { label: skeleton.keypoints[point]?.name, x: x + dx, y: y + dy };
    });
    const task = await openTask(browser, 'keypoint-pose', { skeleton, initialValue }, { size });
    const { keyboard: keys } = task.page;
    for (let point = 0; point < 17; point += 1) {
      const [key, dx = 0] = wrong.get(point) ?? [];
      // Held down, a key is pressed again and again.
      for (let press = 0; key && press < Math.max(1, Math.abs(dx)); press += 1) await keys.press(key);
      if (point < 16) await keys.press('n');
    }
    const { keypoints } = await finish<Keypoints>(task);
    expect(keypoints.map(({ x, y }) => [x, y])).toEqual(truth);
  });
});
