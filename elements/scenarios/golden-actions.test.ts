import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '#contracts/geometry.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { goldenActions, goldenTable, K } from './golden-actions.ts';
import { finger, mouse } from './testing/hands.ts';
import { launch, type OpenTask, type OpenTaskOptions, openTask } from './testing/open-task.ts';

// Counts what a worker does for each row of the golden table, from the browser's own events, and looks at the
// answer that is submitted: few actions are worth nothing if the marks are elsewhere.

type Place = readonly [x: number, y: number];

const skeleton: Skeleton = {
  name: 'seventeen',
  keypoints: Array.from({ length: K }, (_, index) => ({
    name: `point_${index + 1}`,
    rest: [(index % 5) / 4, Math.floor(index / 5) / 3],
  })),
};
/** Where the keypoints of an animal are; nowhere nearer to each other than a hand takes them for one. */
const truth = [0, 1].map((animal) =>
  Array.from(
    { length: K },
    (_, point): Place => [
      70 + (point % 5) * 122 + animal * 35,
      60 + Math.floor(point / 5) * 104 + animal * 37,
    ],
  ),
);
const [animal = [], another = []] = truth;
const name = (point: number) => skeleton.keypoints[point]?.name;

/** What a model says: some keypoints are a hand's breadth away. */
const predicted = (wrong: readonly number[]) =>
  animal.map(([x, y], point) => ({ label: name(point), x: wrong.includes(point) ? x + 30 : x, y: y }));
const mistakes = { pose0: [], pose1: [8], pose3: [0, 8, 16] } as const;

const verdicts = ['right', 'a mark is loose', 'something is missing'];

/** Six boats and houses; no two touch. */
const boxes = Array.from({ length: 6 }, (_, index) => ({
  left: 40 + (index % 3) * 200,
  top: 60 + Math.floor(index / 3) * 210,
  width: 121 + index,
  height: 143 - index,
}));
const ends = ({ left, top, width, height }: Box): Place[] => [
  [left + 40, top],
  [left, top + 50],
  [left + 60, top + height],
  [left + width, top + 70],
];

/** What a model says of the first three, and the drag that puts each right: an edge, a corner, the whole box. */
const labeled = boxes.slice(0, 3).map((box) => ({ ...box, label: 'boat' }));
const boxMistakes = [
  (box: Box) => ({ wrong: { ...box, width: box.width + 35 }, grip: [1, 0.5], by: [-35, 0] }),
  (box: Box) => ({
    wrong: { ...box, width: box.width - 30, height: box.height - 40 },
    grip: [1, 1],
    by: [30, 40],
  }),
  (box: Box) => ({
    wrong: { ...box, left: box.left - 25, top: box.top + 30 },
    grip: [0.5, 0.5],
    by: [25, -30],
  }),
] as const;
const wrongBoxes = (wrong: number) =>
  labeled.map((box, index) => ({ ...box, ...(index < wrong ? boxMistakes[index]?.(box).wrong : {}) }));
async function correctBoxes(task: OpenTask, wrong: number): Promise<void> {
  for (const [index, mistake] of boxMistakes.slice(0, wrong).entries()) {
    const { wrong: box, grip, by } = mistake(labeled[index] ?? { left: 0, top: 0, width: 0, height: 0 });
    const [across = 0, down = 0] = grip;
    const [dx = 0, dy = 0] = by;
    const [x, y] = [box.left + across * box.width, box.top + down * box.height];
    await mouse(task).drag([x, y], [x + dx, y + dy]);
  }
}
async function correctPose(task: OpenTask, wrong: readonly number[]): Promise<void> {
  for (const point of wrong) {
    const [x, y] = animal[point] ?? [0, 0];
    await mouse(task).drag([x + 30, y], [x, y]);
  }
}

let browser: Browser;
const counted: Record<string, { pointer: number; keys: number }> = {};
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  console.table(
    Object.fromEntries(
      Object.entries(goldenActions).map(([key, { scenario, how, pointer, keys }]) => {
        const { pointer: hand = Number.NaN, keys: pressed = Number.NaN } = counted[key] ?? {};
        return [scenario, { how, golden: pointer + keys, counted: hand + pressed }];
      }),
    ),
  );
});

const submit = ({ page }: OpenTask) => page.getByRole('button', { name: 'Submit' }).first().click();

/** Does a row's task, compares what it took with the table, and gives the answer. */
async function count(
  row: keyof typeof goldenActions,
  template: string,
  input: object,
  act: (task: OpenTask) => Promise<unknown>,
  options: OpenTaskOptions = {},
): Promise<Record<string, unknown>> {
  const task = await openTask(browser, template, input, options);
  await act(task);
  const actions = await task.actions();
  counted[row] = actions;
  const { pointer, keys } = goldenActions[row];
  expect(actions).toEqual({ pointer, keys });
  const answer = await task.submitted();
  await task.page.context().close();
  return answer;
}

interface Marks {
  keypoints: { label: string; x: number; y: number; visibility?: string; instance?: string }[];
  absent?: { label: string }[];
}

/** The keypoints are where they belong, in the skeleton's order, but for those that are not in the picture. */
function expectPoses(answer: unknown, poses: readonly (readonly Place[])[], absent: readonly number[] = []) {
  const { keypoints, absent: without = [] } = answer as Marks;
  const present = poses.flatMap((pose) =>
    pose.flatMap((place, point) => (absent.includes(point) ? [] : [{ place, label: name(point) }])),
  );
  expect(keypoints.map(({ label }) => label)).toEqual(present.map(({ label }) => label));
  expect(without.map(({ label }) => label)).toEqual(absent.map(name));
  for (const [index, { place }] of present.entries()) {
    const { x = Number.NaN, y = Number.NaN } = keypoints[index] ?? {};
    expect(Math.hypot(x - place[0], y - place[1]), `${keypoints[index]?.label}`).toBeLessThanOrEqual(1.5);
  }
}

function expectBoxes(answer: unknown, expected: readonly (Box & { label: string })[]) {
  const { boundingBoxes } = answer as { boundingBoxes: (Box & { label: string })[] };
  expect(boundingBoxes.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
  for (const [index, box] of expected.entries())
    for (const side of ['left', 'top', 'width', 'height'] as const)
      expect(Math.abs((boundingBoxes[index]?.[side] ?? Number.NaN) - box[side])).toBeLessThanOrEqual(1.5);
}

describe('poses take no more actions than the golden table says', () => {
  const pose = 'keypoint-pose';
  const place = async (task: OpenTask, places: readonly Place[]) => {
    for (const one of places) await mouse(task).point(one);
  };

  it(goldenActions.visible.scenario, async () => {
    const answer = await count('visible', pose, { skeleton }, async (task) => {
      await place(task, animal);
      await submit(task);
    });
    expectPoses(answer, [animal]);
  });

  it(goldenActions.tapped.scenario, async () => {
    const act = async (task: OpenTask) => {
      for (const one of animal) await finger(task).point(one);
      await task.page.getByRole('button', { name: 'Submit' }).first().tap();
    };
    expectPoses(await count('tapped', pose, { skeleton }, act, { touch: true }), [animal]);
  });

  it(goldenActions.second.scenario, async () => {
    const answer = await count('second', pose, { skeleton }, async (task) => {
      await place(task, animal);
      await task.page.keyboard.press('m');
      await place(task, another);
      await submit(task);
    });
    expectPoses(answer, truth);
  });

  it(goldenActions.occluded.scenario, async () => {
    const hidden = [1, 4, 9, 10, 16];
    const answer = await count('occluded', pose, { skeleton }, async (task) => {
      const { keyboard } = task.page;
      for (const [point, one] of animal.entries()) {
        if (hidden.includes(point)) await keyboard.down('Shift');
        await mouse(task).point(one);
        if (hidden.includes(point)) await keyboard.up('Shift');
      }
      await submit(task);
    });
    expectPoses(answer, [animal]);
    const { keypoints } = answer as unknown as Marks;
    expect(keypoints.flatMap(({ visibility }, point) => (visibility === 'occluded' ? [point] : []))).toEqual(
      hidden,
    );
  });

  it(goldenActions.absent.scenario, async () => {
    const absent = [3, 12];
    const answer = await count('absent', pose, { skeleton }, async (task) => {
      for (const [point, one] of animal.entries())
        if (absent.includes(point)) await task.page.keyboard.press('a');
        else await mouse(task).point(one);
      await submit(task);
    });
    expectPoses(answer, [animal], absent);
  });

  it(goldenActions.corrected.scenario, async () => {
    const slips = [6, K - 1];
    const answer = await count('corrected', pose, { skeleton }, async (task) => {
      for (const [point, [x, y]] of animal.entries()) {
        if (slips.includes(point)) {
          await mouse(task).point([x + 40, y - 30]);
          await task.page.keyboard.press('Backspace');
        }
        await mouse(task).point([x, y]);
      }
      await submit(task);
    });
    expectPoses(answer, [animal]);
  });

  it.each([
    ['drop', (template: string) => template.replace('<gt-keypoint\n', '<gt-keypoint placement="box"\n')],
    ['dropByKey', (template: string) => template],
  ] as const)('begun with the rest pose: %s', async (row, edit) => {
    const elsewhere = new Map<number, Place>([
      [3, [30, 25]],
      [12, [-40, 20]],
    ]);
    const moved = animal.map(([x, y], point): Place => {
      const [dx, dy] = elsewhere.get(point) ?? [0, 0];
      return [x + dx, y + dy];
    });
    const act = async (task: OpenTask) => {
      const [first = [0, 0]] = animal;
      if (row === 'dropByKey') await task.page.keyboard.press('b');
      await mouse(task).drag(first, [first[0] + 4 * 122, first[1] + 3 * 104]);
      for (const point of elsewhere.keys())
        await mouse(task).drag(animal[point] ?? [0, 0], moved[point] ?? [0, 0]);
      await submit(task);
    };
    expectPoses(await count(row, pose, { skeleton }, act, { edit }), [moved]);
  });

  it.each(['pose0', 'pose1', 'pose3'] as const)('a prediction is put right: %s', async (row) => {
    const answer = await count(
      row,
      pose,
      { skeleton, initialValue: predicted(mistakes[row]) },
      async (task) => {
        await correctPose(task, mistakes[row]);
        await submit(task);
      },
    );
    expectPoses(answer, [animal]);
  });
});

describe('boxes take no more actions than the golden table says', () => {
  const one = { labels: ['boat'] };
  const two = { labels: ['boat', 'house'] };
  const draw = ({ left, top, width, height }: Box, task: OpenTask) =>
    mouse(task).drag([left, top], [left + width, top + height]);

  it(goldenActions.dragged.scenario, async () => {
    const answer = await count('dragged', 'bounding-box', one, async (task) => {
      for (const box of labeled) await draw(box, task);
      await submit(task);
    });
    expectBoxes(answer, labeled);
  });

  it(goldenActions.clicked.scenario, async () => {
    const answer = await count('clicked', 'bounding-box', one, async (task) => {
      for (const { left, top, width, height } of labeled) {
        await mouse(task).point([left, top]);
        await mouse(task).point([left + width, top + height]);
      }
      await submit(task);
    });
    expectBoxes(answer, labeled);
  });

  it.each([
    ['extreme', (template: string) => template],
    [
      'extremeByTemplate',
      (template: string) => template.replace('<gt-bounding-box\n', '<gt-bounding-box extreme\n'),
    ],
  ] as const)('boxes are drawn by their four ends: %s', async (row, edit) => {
    const act = async (task: OpenTask) => {
      if (row === 'extreme') await task.page.keyboard.press('e');
      for (const box of labeled) for (const end of ends(box)) await mouse(task).point(end);
      await submit(task);
    };
    expectBoxes(await count(row, 'bounding-box', one, act, { edit }), labeled);
  });

  it(goldenActions.sticky.scenario, async () => {
    const answer = await count('sticky', 'bounding-box', two, async (task) => {
      for (const [index, box] of boxes.entries()) {
        if (index === 3) await task.page.keyboard.press('2');
        await draw(box, task);
      }
      await submit(task);
    });
    expectBoxes(
      answer,
      boxes.map((box, index) => ({ ...box, label: index < 3 ? 'boat' : 'house' })),
    );
  });

  it.each([
    ['relabeled', (task: OpenTask) => mouse(task).point([90, 110]), '2'],
    ['relabeledFresh', () => undefined, 'Shift+Digit2'],
  ] as const)('a box gets another label: %s', async (row, take, key) => {
    const [box = { left: 0, top: 0, width: 0, height: 0 }] = boxes;
    const answer = await count(row, 'bounding-box', two, async (task) => {
      await draw(box, task);
      await take(task);
      await task.page.keyboard.press(key);
      await submit(task);
    });
    expectBoxes(answer, [{ ...box, label: 'house' }]);
  });

  it.each([
    ['box0', 0],
    ['box1', 1],
    ['box3', 3],
  ] as const)('predicted boxes are put right: %s', async (row, wrong) => {
    const answer = await count(
      row,
      'bounding-box',
      { ...two, initialValue: wrongBoxes(wrong) },
      async (task) => {
        await correctBoxes(task, wrong);
        await submit(task);
      },
    );
    expectBoxes(answer, labeled);
    expect(answer).toMatchObject({ initialValueModified: wrong > 0 });
  });

  it(goldenActions.nothing.scenario, async () => {
    const answer = await count('nothing', 'bounding-box', two, async (task) => {
      await task.page.keyboard.press('n');
      await submit(task);
    });
    expect(answer).toMatchObject({ boundingBoxes: [], nothingToLabel: true });
  });
});

describe('checking earlier marks takes no more actions than the golden table says', () => {
  const poses = (wrong: readonly number[]) => ({
    labels: verdicts,
    overlay: { keypoint: { skeleton, value: predicted(wrong) } },
  });
  const boxTask = (wrong: number) => ({
    labels: verdicts,
    overlay: { boundingBox: { labels: ['boat', 'house'], value: wrongBoxes(wrong) } },
  });
  /** The editor's own button, once the first drag has brought it. */
  const submitAdjusted = ({ page }: OpenTask) =>
    page.locator('.adjusting').getByRole('button', { name: 'Submit' }).click();

  it.each([
    ['accepted', (task: OpenTask) => task.page.getByRole('button', { name: 'Accept' }).click()],
    ['acceptedByKey', (task: OpenTask) => task.page.keyboard.press('a')],
  ] as const)('all right: %s', async (row, accept) => {
    for (const [template, input] of [
      ['pose-verification', poses([])],
      ['box-verification', boxTask(0)],
    ] as const) {
      const answer = await count(row, template, input, accept);
      expect(answer).toMatchObject({ label: 'right', verdict: 'accepted' });
      expect(answer).not.toHaveProperty('adjustment');
    }
  });

  it.each([
    ['checkedPose1', mistakes.pose1],
    ['checkedPose3', mistakes.pose3],
  ] as const)('poses are put right: %s', async (row, wrong) => {
    const answer = await count(row, 'pose-verification', poses(wrong), async (task) => {
      await correctPose(task, wrong);
      await submitAdjusted(task);
    });
    expect(answer).toMatchObject({ label: 'adjusted', verdict: 'adjusted' });
    expectPoses(answer['adjustment'], [animal]);
  });

  it.each([
    ['checkedBox1', 1],
    ['checkedBox3', 3],
  ] as const)('boxes are put right: %s', async (row, wrong) => {
    const answer = await count(row, 'box-verification', boxTask(wrong), async (task) => {
      await correctBoxes(task, wrong);
      await submitAdjusted(task);
    });
    expect(answer).toMatchObject({ label: 'adjusted', verdict: 'adjusted' });
    expectBoxes(answer['adjustment'], labeled);
  });

  it(goldenActions.rejected.scenario, async () => {
    const answer = await count('rejected', 'box-verification', boxTask(1), async ({ page }) => {
      for (const key of ['r', '1', 'Enter']) await page.keyboard.press(key);
    });
    expect(answer).toMatchObject({ label: 'a mark is loose', verdict: 'rejected' });
  });
});

it('docs/elements.md shows the golden table', () => {
  expect(readFileSync('docs/elements.md', 'utf8')).toContain(goldenTable());
});
