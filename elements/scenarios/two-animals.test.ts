import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Skeleton } from '#contracts/skeleton.ts';
import { finger, type Hand, keyboard, mouse } from './testing/hands.ts';
import { launch, type OpenTask, openTask } from './testing/open-task.ts';

// Two animals of 17 keypoints through the built template. The golden table: K keypoints in at most K + 1
// actions, counted from the browser's own events.

const K = 17;
const skeleton: Skeleton = {
  name: 'seventeen',
  keypoints: Array.from({ length: K }, (_, index) => ({ name: `point_${index + 1}` })),
};
/** Where the keypoints of both animals are; nowhere nearer to each other than a hand takes them for one. */
const truth = [0, 1].map((animal) =>
  Array.from({ length: K }, (_, point): [number, number] => [
    70 + (point % 5) * 122 + animal * 35,
    60 + Math.floor(point / 5) * 104 + animal * 37,
  ]),
);

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

async function mark(hand: Hand, next: () => Promise<void>): Promise<void> {
  for (const [animal, places] of truth.entries()) {
    if (animal > 0) await next();
    for (const place of places) await hand.point(place);
  }
}

async function expectTruth(task: OpenTask, within: number): Promise<void> {
  const answer = (await task.submitted()) as { keypoints: { x: number; y: number; label: string }[] };
  expect(answer.keypoints.map(({ label }) => label)).toEqual(
    truth.flatMap(() => skeleton.keypoints.map(({ name }) => name)),
  );
  for (const [index, [x, y]] of truth.flat().entries()) {
    const found = answer.keypoints[index];
    expect(Math.hypot((found?.x ?? Number.NaN) - x, (found?.y ?? Number.NaN) - y)).toBeLessThanOrEqual(
      within,
    );
  }
  await task.page.context().close();
}

describe('two animals of 17 keypoints', () => {
  it('take 17 clicks each, one key and the submit by mouse', async () => {
    const task = await openTask(browser, 'keypoint-pose', { skeleton });
    await mark(mouse(task), () => task.page.keyboard.press('m'));
    await task.page.getByRole('button', { name: 'Submit' }).first().click();
    expect(await task.actions()).toEqual({ pointer: 2 * K + 1, keys: 1 });
    await expectTruth(task, 1.5);
  });

  it('take 17 taps each and two more by touch', async () => {
    const task = await openTask(browser, 'keypoint-pose', { skeleton }, { touch: true });
    await mark(finger(task), () => task.page.getByRole('button', { name: 'Add another' }).tap());
    await task.page.getByRole('button', { name: 'Submit' }).first().tap();
    expect(await task.actions()).toEqual({ pointer: 2 * (K + 1), keys: 0 });
    await expectTruth(task, 1.5);
  });

  it('are marked to the pixel by keys alone', async () => {
    const task = await openTask(browser, 'keypoint-pose', { skeleton });
    await mark(keyboard(task), () => task.page.keyboard.press('m'));
    await task.page.keyboard.press('Control+Enter');
    const { pointer, keys } = await task.actions();
    expect(pointer).toBe(0);
    // At most seven keys aim and one places; one for the second animal, the submit.
    expect(keys).toBeLessThanOrEqual(2 * K * 8 + 2);
    await expectTruth(task, 0);
  });
});
