import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finger, type Hand, keyboard, mouse } from './testing/hands.ts';
import { launch, type OpenTask, openTask } from './testing/open-task.ts';

// The whole task through the built template. What it costs is counted from the browser's own events: one drag
// a box, one key or tap a change of label, and the submit.

const labels = ['boat', 'house'];
/** Five boats, then five houses, in two rows. */
const truth = Array.from({ length: 10 }, (_, index) => ({
  left: 30 + (index % 5) * 118,
  top: 60 + Math.floor(index / 5) * 200,
  width: 71 + index,
  height: 123 - index,
  label: labels[Math.floor(index / 5)],
}));

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

async function draw(hand: Hand, change: () => Promise<void>): Promise<void> {
  for (const [index, { left, top, width, height }] of truth.entries()) {
    if (index === 5) await change();
    await hand.drag([left, top], [left + width, top + height]);
  }
}

/** Boxes as submitted are those of the truth, within so many pixels. */
async function expectTruth(task: OpenTask, within: number): Promise<void> {
  const answer = (await task.submitted()) as { boundingBoxes: typeof truth };
  expect(answer.boundingBoxes.map(({ label }) => label)).toEqual(truth.map(({ label }) => label));
  for (const [index, box] of truth.entries())
    for (const side of ['left', 'top', 'width', 'height'] as const)
      expect(Math.abs((answer.boundingBoxes[index]?.[side] ?? Number.NaN) - box[side])).toBeLessThanOrEqual(
        within,
      );
  await task.page.context().close();
}

describe('ten boxes of two labels', () => {
  it('take ten drags, one key and the submit by mouse', async () => {
    const task = await openTask(browser, 'bounding-box', { labels });
    await draw(mouse(task), () => task.page.keyboard.press('2'));
    await task.page.getByRole('button', { name: 'Submit' }).first().click();
    expect(await task.actions()).toEqual({ pointer: 11, keys: 1 });
    await expectTruth(task, 1);
  });

  it('take ten drags and two taps by touch', async () => {
    const task = await openTask(browser, 'bounding-box', { labels }, { touch: true });
    await draw(finger(task), () => task.page.getByRole('button', { name: 'house' }).first().tap());
    await task.page.getByRole('button', { name: 'Submit' }).first().tap();
    expect(await task.actions()).toEqual({ pointer: 12, keys: 0 });
    await expectTruth(task, 1);
  });

  it('are drawn to the pixel by keys alone', async () => {
    const task = await openTask(browser, 'bounding-box', { labels });
    await draw(keyboard(task), () => task.page.keyboard.press('2'));
    await task.page.keyboard.press('Control+Enter');
    const { pointer, keys } = await task.actions();
    expect(pointer).toBe(0);
    // For each of two corners at most seven keys aim and one sets it; one key a box begins it, the label, the submit.
    expect(keys).toBeLessThanOrEqual(truth.length * (2 * 8 + 1) + 2);
    await expectTruth(task, 0);
  });
});
