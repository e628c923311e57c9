import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finger, mouse } from './testing/hands.ts';
import { launch, type OpenTask, openProfile, openTask } from './testing/open-task.ts';

// Earlier marks that are checked: a mark that is dragged is corrected, whichever hand drags it, in a phone's window too.
// What was corrected is not lost with the tab.

const verdicts = ['right', 'a mark is loose', 'something is missing'];
const boat = { left: 180, top: 150, width: 150, height: 130, label: 'boat' };
const boxTask = { labels: verdicts, overlay: { boundingBox: { labels: ['boat'], value: [boat] } } };
const poseTask = {
  labels: verdicts,
  overlay: {
    keypoint: {
      skeleton: { name: 'fish', keypoints: [{ name: 'nose' }, { name: 'tail' }], edges: [['nose', 'tail']] },
      value: [
        { label: 'nose', x: 220, y: 200 },
        { label: 'tail', x: 420, y: 260 },
      ],
    },
  },
};
const phone = { touch: true, settings: { viewport: { width: 390, height: 844 } } };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const editor = ({ page }: OpenTask) => page.locator('.adjusting:not([data-opening])');
const opened = async (task: OpenTask) => {
  await editor(task).waitFor();
  return task;
};

describe('a mark that is dragged', () => {
  it('is corrected by a finger, in the window of a phone', async () => {
    const task = await openTask(browser, 'box-verification', boxTask, phone);
    await finger(task).drag([330, 215], [370, 215]);
    await opened(task);
    await editor(task).getByRole('button', { name: 'Submit' }).tap();
    expect(await task.actions()).toEqual({ pointer: 2, keys: 0 });
    const { verdict, adjustment } = (await task.submitted()) as {
      verdict: string;
      adjustment: { boundingBoxes: (typeof boat)[] };
    };
    expect(verdict).toBe('adjusted');
    const [box] = adjustment.boundingBoxes;
    expect(box).toMatchObject({ left: 180, top: 150, height: 130 });
    // A CSS pixel of a phone is nearly two of the picture.
    expect(Math.abs((box?.width ?? 0) - 190)).toBeLessThanOrEqual(2);
    await task.page.context().close();
  });

  it.each(['mouse', 'finger'])('goes on in the editor while the %s is still down', async (hand) => {
    const task = await openTask(browser, 'box-verification', boxTask, hand === 'finger' ? phone : {});
    const { page, cdp, at } = task;
    const go = async (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) => {
      const [left, top] = await at(x, y);
      if (hand === 'finger')
        await cdp.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: type === 'touchEnd' ? [] : [{ x: left, y: top }],
        });
      else if (type === 'touchStart') {
        await page.mouse.move(left, top);
        await page.mouse.down();
      } else if (type === 'touchMove') await page.mouse.move(left, top);
      else await page.mouse.up();
    };
    // Where the picture is on the checking page: the editor shows it at the same place.
    await go('touchStart', 330, 215);
    await go('touchMove', 350, 215);
    await opened(task);
    await go('touchMove', 390, 215);
    await go('touchEnd', 390, 215);
    await page.keyboard.press('Control+Enter');
    const { adjustment } = (await task.submitted()) as { adjustment: { boundingBoxes: (typeof boat)[] } };
    expect(Math.abs((adjustment.boundingBoxes[0]?.width ?? 0) - 210)).toBeLessThanOrEqual(2);
    await page.context().close();
  });

  it.each([
    ['box-verification', boxTask, ['e', '.', 'ArrowRight', 'Shift+ArrowDown']],
    ['pose-verification', poseTask, ['e', 'ArrowRight', 'n', 'Shift+ArrowDown']],
  ])('is corrected by keys alone too: %s', async (template, input, keys) => {
    const task = await openTask(browser, template, input);
    await task.page.keyboard.press(keys[0] ?? '');
    await opened(task);
    for (const key of [...keys.slice(1), 'Control+Enter']) await task.page.keyboard.press(key);
    expect(await task.actions()).toEqual({ pointer: 0, keys: keys.length + 1 });
    const { verdict, adjustment } = (await task.submitted()) as {
      verdict: string;
      adjustment: { boundingBoxes: (typeof boat)[]; keypoints: { x: number; y: number }[] };
    };
    expect(verdict).toBe('adjusted');
    if (template === 'box-verification')
      expect(adjustment.boundingBoxes).toEqual([{ ...boat, left: 181, top: 160 }]);
    else
      expect(adjustment.keypoints).toMatchObject([
        { x: 221, y: 200 },
        { x: 420, y: 270 },
      ]);
    await task.page.context().close();
  });

  it('goes on with the keys of the editor', async () => {
    const task = await openTask(browser, 'pose-verification', poseTask);
    await mouse(task).drag([220, 200], [240, 210]);
    await opened(task);
    for (const key of ['ArrowRight', 'Shift+ArrowDown', 'Control+Enter']) await task.page.keyboard.press(key);
    const { adjustment } = (await task.submitted()) as {
      adjustment: { keypoints: { x: number; y: number }[] };
    };
    expect(Math.abs((adjustment.keypoints[0]?.x ?? 0) - 241)).toBeLessThanOrEqual(1);
    expect(Math.abs((adjustment.keypoints[0]?.y ?? 0) - 220)).toBeLessThanOrEqual(1);
    expect(adjustment.keypoints[1]).toMatchObject({ x: 420, y: 260 });
    await task.page.context().close();
  });

  it('is still corrected after the tab was killed, and is shown so', async () => {
    const profile = await openProfile(browser);
    const first = await openTask(browser, 'box-verification', boxTask, { profile });
    await mouse(first).drag([330, 215], [370, 215]);
    await opened(first);
    await first.page.close();

    const second = await openTask(browser, 'box-verification', boxTask, { profile });
    await second.page.locator('.verdict.adjust[aria-pressed=true]').waitFor();
    // From where it was left: its edge is no longer where it came.
    await mouse(second).drag([370, 215], [350, 215]);
    await opened(second);
    await editor(second).getByRole('button', { name: 'Submit' }).click();
    const { verdict, adjustment } = (await second.submitted()) as {
      verdict: string;
      adjustment: { boundingBoxes: (typeof boat)[] };
    };
    expect(verdict).toBe('adjusted');
    expect(Math.abs((adjustment.boundingBoxes[0]?.width ?? 0) - 170)).toBeLessThanOrEqual(2);
    await profile.close();
  });
});
