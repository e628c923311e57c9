import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Skeleton } from '#contracts/skeleton.ts';
import { mouse } from './testing/hands.ts';
import { launch, type OpenTask, type OpenTaskOptions, openTask } from './testing/open-task.ts';
import { walkByTab } from './testing/walk-by-tab.ts';

// Every state that a worker can meet, in the built templates: axe finds nothing in light and dark, at 200 % zoom,
// on a narrow window and from right to left; Tab reaches every control and shows where it is, in forced colours too.

const limit = 120_000;
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

const skeleton: Skeleton = {
  name: 'mouse',
  instance: 'mouse',
  keypoints: [
    { name: 'nose', side: 'middle', rest: [0.9, 0.5], definition: 'The tip of the nose.' },
    { name: 'left_ear', side: 'left', rest: [0.7, 0.2] },
    { name: 'right_ear', side: 'right', rest: [0.7, 0.8] },
    { name: 'left_hip', side: 'left', rest: [0.3, 0.2] },
    { name: 'right_hip', side: 'right', rest: [0.3, 0.8] },
    { name: 'tail_base', side: 'middle', rest: [0.1, 0.5] },
  ],
  edges: [
    ['nose', 'left_ear'],
    ['nose', 'right_ear'],
    ['left_hip', 'tail_base'],
    ['right_hip', 'tail_base'],
  ],
  pairs: [
    ['left_ear', 'right_ear'],
    ['left_hip', 'right_hip'],
  ],
  axis: ['tail_base', 'nose'],
};
/** A whole animal as it lies at rest, or with left and right exchanged. */
const animal = (instance: string, swapped = false) =>
  skeleton.keypoints.map(({ name, rest = [0, 0] }) => ({
    label: swapped ? name.replace(/^(left|right)/, (side) => (side === 'left' ? 'right' : 'left')) : name,
    x: Math.round(60 + rest[0] * 400) + (instance === '2' ? 90 : 0),
    y: Math.round(60 + rest[1] * 240) + (instance === '2' ? 70 : 0),
    instance,
    visibility: name === 'tail_base' ? 'occluded' : 'visible',
  }));
const labels = ['boat', 'house'];
const boxes = Array.from({ length: 14 }, (_, index) => ({
  left: 20 + (index % 7) * 85,
  top: 40 + Math.floor(index / 7) * 200,
  width: 60,
  height: 120,
  label: labels[index % 2] ?? '',
}));
const verdicts = ['right', 'a mark is loose', 'something is missing'];
const poseTask = { skeleton, header: 'Mark the mouse.' };
const boxTask = { labels, header: 'Draw a box around each boat and each house.' };
const classTask = { labels: ['day', 'night', 'unclear'], header: 'When was it taken?' };
const checkPoses = {
  labels: verdicts,
  header: 'Is every point where it belongs?',
  overlay: { keypoint: { skeleton, value: animal('1') } },
};
const checkBoxes = {
  labels: verdicts,
  header: 'Are the boxes right?',
  overlay: { boundingBox: { labels, value: boxes.slice(0, 3) } },
};

interface State {
  name: string;
  template: string;
  input: object;
  options?: OpenTaskOptions;
  /** What the worker does to come to this state. */
  act?: (task: OpenTask) => Promise<unknown>;
  /** What a screen reader says then. */
  says?: RegExp;
}

const press = (key: string) => (task: OpenTask) => task.page.keyboard.press(key);
const submit = ({ page }: OpenTask) => page.getByRole('button', { name: 'Submit' }).first().click();
const click =
  (name: string | RegExp) =>
  ({ page }: OpenTask) =>
    page.getByRole('button', { name }).first().click();
const point = (x: number, y: number) => (task: OpenTask) => mouse(task).point([x, y]);
const drag = (task: OpenTask) => mouse(task).drag([100, 100], [260, 240]);
const disable = ({ page }: OpenTask) =>
  page.evaluate(() => {
    for (const element of document.querySelectorAll('gt-keypoint, gt-bounding-box, gt-image-classifier'))
      element.toggleAttribute('disabled', true);
  });
const inOrder =
  (...steps: NonNullable<State['act']>[]) =>
  async (task: OpenTask) => {
    for (const step of steps) await step(task);
  };

const templates: [template: string, input: object][] = [
  ['keypoint-pose', poseTask],
  ['bounding-box', boxTask],
  ['image-classification', classTask],
];
const pictureStates = templates.flatMap(([template, input]): State[] => [
  { name: 'at first use', template, input },
  { name: 'without a picture', template, input: { ...input, taskObject: '' } },
  { name: 'while the picture loads', template, input, options: { image: 'never' } },
  {
    name: 'with a picture that cannot be loaded',
    template,
    input,
    options: { image: 'missing' },
    act: ({ page }) => page.getByRole('button', { name: 'Try again' }).waitFor(),
  },
  { name: 'disabled', template, input, act: disable },
  {
    name: 'set up wrong',
    template,
    input: { ...input, skeleton: 1, labels: 1 },
    act: ({ page }) => page.locator('.notice summary').click(),
  },
  { name: 'with the sheet of keys', template, input, act: press('?') },
  { name: 'with the sliders of the picture', template, input, act: click('Brightness') },
]);

const keypoints = (name: string, more: Partial<State>): State => ({
  name,
  template: 'keypoint-pose',
  input: poseTask,
  ...more,
});
const poseStates: State[] = [
  keypoints('placing', { act: point(100, 100), says: /nose placed.*Next: left ear/ }),
  keypoints('placing by keys', {
    act: inOrder(press('5'), press('ArrowRight'), press('Enter')),
    says: /nose placed.*Next: left ear/,
  }),
  keypoints('with a point that is hidden', {
    act: async (task) => {
      await task.page.keyboard.down('Shift');
      await mouse(task).point([100, 100]);
      await task.page.keyboard.up('Shift');
      await task.page.keyboard.press('p');
    },
    says: /nose, placed, hidden/,
  }),
  keypoints('with a point that is absent', { act: press('a'), says: /nose is not in the picture/ }),
  keypoints('with a point that was moved', {
    act: async (task) => {
      await mouse(task).point([100, 100]);
      await mouse(task).drag([100, 100], [140, 130]);
    },
    says: /nose moved/,
  }),
  keypoints('with left and right that look swapped', {
    input: { ...poseTask, initialValue: { keypoints: animal('1', true) } },
    act: ({ page }) => page.getByRole('button', { name: 'Swap them' }).waitFor(),
    says: /Left and right look swapped/,
  }),
  keypoints('submitted too early', { act: submit, says: /nose isn.t marked yet/ }),
  keypoints('with several animals', {
    input: { ...poseTask, initialValue: { keypoints: [...animal('1'), ...animal('2')] } },
    act: press(']'),
    says: /mouse 2/,
  }),
  keypoints('when all is done', {
    input: { ...poseTask, initialValue: { keypoints: animal('1').slice(0, 5) } },
    act: point(300, 300),
    says: /tail base placed.*All are marked/,
  }),
  keypoints('with nothing to mark', {
    act: click(/^No mouse in this picture/),
    says: /No mouse in this picture/,
  }),
  keypoints('undone', { act: inOrder(point(100, 100), press('Control+z')), says: /Undone/ }),
];

const box = (name: string, more: Partial<State>): State => ({
  name,
  template: 'bounding-box',
  input: boxTask,
  ...more,
});
const boxStates: State[] = [
  box('with one corner', { act: point(100, 100), says: /./ }),
  box('with a box selected', { act: drag, says: /boat/ }),
  box('with a box by keys', {
    act: inOrder(
      press('ArrowRight'),
      press('Enter'),
      press('Alt+ArrowRight'),
      press('Alt+ArrowDown'),
      press('Enter'),
    ),
    says: /boat/,
  }),
  box('with a box that is too small', { act: (task) => mouse(task).drag([100, 100], [102, 102]) }),
  box('with another label', { act: inOrder(drag, press('2')), says: /house/ }),
  box('with a box deleted', { act: inOrder(drag, press('Delete')), says: /deleted|removed/i }),
  box('with a box that is locked', { act: inOrder(drag, press('k')), says: /locked/i }),
  box('with a box that is hidden', { act: inOrder(drag, press('j')), says: /hidden/i }),
  box('with many boxes', { input: { ...boxTask, initialValue: boxes }, act: press('.') }),
  box('submitted too early', { act: submit, says: /no boxes yet/ }),
  box('with nothing to label', { act: press('n'), says: /nothing to label/i }),
];

const choice = (name: string, more: Partial<State>): State => ({
  name,
  template: 'image-classification',
  input: classTask,
  ...more,
});
const several = { ...classTask, multiple: true, exclusionCategory: 'none of these' };
const choiceStates: State[] = [
  choice('with one chosen', { act: press('1'), says: /day chosen/ }),
  choice('with several chosen', {
    input: several,
    act: inOrder(press('1'), press('2')),
    says: /night chosen/,
  }),
  choice('submitted too early', { act: submit, says: /Nothing is chosen yet/ }),
];
const checkStates = (
  [
    ['pose-verification', checkPoses],
    ['box-verification', checkBoxes],
  ] as const
).flatMap(([template, input]): State[] => [
  { name: 'at first use', template, input },
  { name: 'rejecting', template, input, act: press('r'), says: /choose a reason/ },
  { name: 'with a reason', template, input, act: inOrder(press('r'), press('1')), says: /chosen/ },
  {
    name: 'rejected without a reason',
    template,
    input,
    act: inOrder(press('r'), submit),
    says: /What is wrong with the marks/,
  },
  {
    name: 'adjusting',
    template,
    input,
    act: async ({ page }) => {
      await page.keyboard.press('e');
      await page.locator('.adjusting [data-status=ready]').waitFor();
    },
  },
  { name: 'disabled', template, input, act: disable },
]);

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const nextFrame = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

/** What axe finds, a line each. */
function barriers(page: Page, only?: string[]): Promise<string[]> {
  return page.evaluate(async (runOnly) => {
    // @ts-expect-error A script that was put into the page.
    const { violations } = await window.axe.run(document, {
      resultTypes: ['violations'],
      // Landmarks, title and language belong to the page that Ground Truth puts around a template.
      ...(runOnly
        ? { runOnly }
        : {
            rules: {
              region: { enabled: false },
              'document-title': { enabled: false },
              'html-has-lang': { enabled: false },
            },
          }),
    });
    return violations.flatMap(
      ({ id, nodes }: { id: string; nodes: { target: unknown[]; failureSummary: string }[] }) =>
        nodes.map(
          ({ target, failureSummary }) =>
            `${id}: ${target.flat().join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`,
        ),
    );
  }, only);
}

describe.each([...pictureStates, ...poseStates, ...boxStates, ...choiceStates, ...checkStates])(
  '$template $name',
  ({ template, input, options, act, says }) => {
    it('can be used by everybody', { timeout: limit }, async () => {
      const task = await openTask(browser, template, input, {
        ...options,
        settings: { reducedMotion: 'reduce', colorScheme: 'light' },
      });
      const { page } = task;
      await act?.(task);
      await nextFrame(page);
      if (says) await expect.poll(() => page.locator('.live').first().textContent()).toMatch(says);
      await page.evaluate(axe);
      const found: Record<string, readonly string[]> = {};
      const note = (look: string, problems: readonly string[]) => {
        if (problems.length > 0) found[look] = problems;
      };
      note('light', await barriers(page));
      await page.emulateMedia({ colorScheme: 'dark' });
      note('dark', await barriers(page, ['color-contrast']));
      await page.emulateMedia({ forcedColors: 'active' });
      note('forced colours, by Tab', await walkByTab(page));
      await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
      // A window of 1280 x 800 at 200 %.
      await page.setViewportSize({ width: 640, height: 400 });
      note('200 %', await barriers(page));
      note('200 %, by Tab', await walkByTab(page));
      await page.setViewportSize({ width: 390, height: 844 });
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
      note('narrow, right to left', await barriers(page));
      expect(found).toEqual({});
      await page.context().close();
    });
  },
);

describe('a list of boxes that is longer than its place', () => {
  it('is walked from box to box, although only the rows in sight exist', { timeout: limit }, async () => {
    const many = [...boxes, ...boxes, ...boxes];
    const { page } = await openTask(
      browser,
      'bounding-box',
      { ...boxTask, initialValue: many },
      { settings: { viewport: { width: 640, height: 400 } } },
    );
    await page.getByRole('button', { name: 'details' }).click();
    await page.locator('.pick').first().focus();
    for (const [index, { label }] of many.entries()) {
      const row = page.locator('li', { has: page.locator(':focus') });
      await expect.poll(() => row.getAttribute('aria-posinset')).toBe(String(index + 1));
      expect(await row.textContent()).toContain(label);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await nextFrame(page);
    }
    await page.context().close();
  });
});
