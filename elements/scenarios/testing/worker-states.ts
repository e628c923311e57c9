import type { Box } from '#contracts/geometry.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { finger, type Hand, mouse } from './hands.ts';
import type { OpenTask, OpenTaskOptions } from './open-task.ts';

/** What is labeled: the same states are tested on a plain picture and photographed on real ones. */
export interface Subject {
  skeleton: Skeleton;
  /** Two whole animals; image pixels. */
  animals: readonly [Animal, Animal];
  labels: readonly [string, string, ...string[]];
  /** Image pixels. */
  boxes: readonly (Box & { label: string })[];
  categories: readonly [string, string, ...string[]];
  /** The first says that all marks are right. */
  verdicts: readonly [string, string, ...string[]];
  headers: { pose: string; boxes: string; choice: string; checkPoses: string; checkBoxes: string };
  /** The pictures of animals and of everything else. */
  pictures?: { pose: Picture; boxes: Picture };
}

type Animal = KeypointAnswer['keypoints'];
type Picture = Required<Pick<OpenTaskOptions, 'size' | 'image'>>;

/** A state that a worker can meet, and how they come to it. */
export interface WorkerState {
  name: string;
  /** Name of the template in dist/templates. */
  template: string;
  /** What the pre-annotation function hands over. */
  input: object;
  options: OpenTaskOptions;
  act?: (task: OpenTask) => Promise<unknown>;
  /** What a screen reader says then. */
  says?: RegExp;
}

type Act = NonNullable<WorkerState['act']>;
type More = Partial<Pick<WorkerState, 'input' | 'options' | 'act' | 'says'>>;

const press = (key: string) => (task: OpenTask) => task.page.keyboard.press(key);
const button = ({ page }: OpenTask, name: string | RegExp) => page.getByRole('button', { name }).first();
const click = (name: string | RegExp) => (task: OpenTask) => button(task, name).click();
/** Buttons of the panel's lower part are hidden on a phone, until the sheet is drawn up. */
const clickInPanel = (name: string | RegExp) => async (task: OpenTask) => {
  if (!(await button(task, name).isVisible())) await button(task, 'details').click();
  await click(name)(task);
};
/** What a finger taps, and who has a keyboard presses. */
const tapOr = (selector: string, key: string) => (task: OpenTask) =>
  task.touch ? task.page.locator(selector).first().tap() : task.page.keyboard.press(key);
const reject = tapOr('.reject', 'r');
const submit = click('Submit');
const handOf = (task: OpenTask): Hand => (task.touch ? finger(task) : mouse(task));
const inOrder =
  (...steps: Act[]) =>
  async (task: OpenTask) => {
    for (const step of steps) await step(task);
  };
const disable = ({ page }: OpenTask) =>
  page.evaluate(() => {
    for (const element of document.querySelectorAll('gt-keypoint, gt-bounding-box, gt-image-classifier'))
      element.toggleAttribute('disabled', true);
  });

/** Every state of the built templates. */
export function workerStates(subject: Subject): WorkerState[] {
  const pose = { skeleton: subject.skeleton, header: subject.headers.pose };
  const boxes = { labels: subject.labels, header: subject.headers.boxes };
  const choice = { labels: subject.categories, header: subject.headers.choice };
  const onAnimals = stateOf('keypoint-pose', pose, subject.pictures?.pose);
  const onBoxes = stateOf('bounding-box', boxes, subject.pictures?.boxes);
  const onChoice = stateOf('image-classification', choice, subject.pictures?.boxes);
  return [
    ...pictureStates(onAnimals, pose),
    ...pictureStates(onBoxes, boxes),
    ...pictureStates(onChoice, choice),
    ...poseStates(subject, onAnimals, pose),
    ...boxStates(subject, onBoxes, boxes),
    ...choiceStates(subject, onChoice, choice),
    ...checkStates(subject),
  ];
}

type StateOf = (name: string, more?: More) => WorkerState;

function stateOf(template: string, input: object, picture: Picture | undefined): StateOf {
  return (name, { options, ...more } = {}) => ({
    name,
    template,
    input,
    ...more,
    options: { ...picture, ...options },
  });
}

function pictureStates(state: StateOf, input: object): WorkerState[] {
  return [
    state('at first use'),
    state('without a picture', { input: { ...input, taskObject: '' } }),
    state('while the picture loads', { options: { image: 'never' } }),
    state('with a picture that cannot be loaded', {
      options: { image: 'missing' },
      act: (task) => button(task, 'Try again').waitFor(),
    }),
    state('disabled', { act: disable }),
    state('set up wrong', {
      input: { ...input, skeleton: 1, labels: 1 },
      act: ({ page }) => page.locator('.notice summary').click(),
    }),
    // A comma is missing, as when it was written by hand.
    state('with JSON that breaks', {
      options: {
        edit: (template) =>
          template.replace(
            /(skeleton|labels|categories)="\{\{[^"]*"/,
            `$1='{"keypoints": [{"name": "nose"} {"name": "left_ear"}]}'`,
          ),
      },
      act: ({ page }) => page.locator('.notice summary').waitFor(),
    }),
    state('with the sheet of keys', { act: press('?') }),
    state('with the sliders of the picture', {
      act: ({ page }) => page.getByRole('button', { name: 'Brightness' }).filter({ visible: true }).click(),
    }),
  ];
}

function poseStates({ skeleton, animals }: Subject, state: StateOf, input: object): WorkerState[] {
  const spoken = (index: number) => skeleton.keypoints.at(index)?.name.replaceAll('_', ' ');
  const [animal, other] = animals;
  const placeOf = ({ x, y }: { x: number; y: number }) => [x, y] as const;
  const [nose = [0, 0]] = animal.map(placeOf);
  const last = animal.length - 1;
  const after = Math.ceil(last / 2);
  /** The task with so many points placed already. */
  const from = (...keypoints: Animal) => ({ ...input, initialValue: { keypoints } });
  const place = (index: number) => (task: OpenTask) =>
    handOf(task).point(placeOf(animal[index] ?? { x: 0, y: 0 }));
  const aim = (index: number) => async (task: OpenTask) => {
    const { x, y } = animal[index] ?? { x: 0, y: 0 };
    if (!task.touch) await task.page.mouse.move(...(await task.at(x, y)));
  };
  const partner = new Map(
    skeleton.pairs?.flatMap(([left, right]) => [
      [left, right],
      [right, left],
    ]),
  );
  const swapped = animal.map((mark) => ({ ...mark, label: partner.get(mark.label) ?? mark.label }));
  const placed = (index: number) => new RegExp(`${spoken(index)} placed.*Next: ${spoken(index + 1)}`);
  return [
    state('placing', {
      input: from(...animal.slice(0, after)),
      act: inOrder(place(after), aim(after + 1)),
      says: placed(after),
    }),
    state('placing by keys', {
      act: inOrder(press('5'), press('ArrowRight'), press('Enter')),
      says: placed(0),
    }),
    state('with a point that is hidden', {
      act: async (task) => {
        await task.page.keyboard.down('Shift');
        await mouse(task).point(nose);
        await task.page.keyboard.up('Shift');
        await task.page.keyboard.press('p');
      },
      says: /, placed, hidden/,
    }),
    state('with a point that is absent', { act: press('a'), says: /is not in the picture/ }),
    state('with a point that was moved', {
      act: async (task) => {
        await handOf(task).point([nose[0] - 40, nose[1] - 30]);
        await handOf(task).drag([nose[0] - 40, nose[1] - 30], nose);
      },
      says: /nose moved/,
    }),
    state('with left and right that look swapped', {
      input: from(...swapped),
      act: (task) => button(task, 'Swap them').waitFor(),
      says: /Left and right look swapped/,
    }),
    state('submitted too early', {
      input: from(...animal.slice(0, after)),
      act: submit,
      says: new RegExp(`Not marked yet: ${spoken(after)}, .*${spoken(-1)}`),
    }),
    state('submitted without a mark', { act: submit, says: /Nothing is marked yet/ }),
    state('with several animals', {
      input: from(...animal, ...other),
      act: press(']'),
      says: new RegExp(`${skeleton.instance} 2`),
    }),
    state('when all is done', {
      input: from(...animal.slice(0, last)),
      act: place(last),
      says: new RegExp(`${spoken(-1)} placed.*All are marked`),
    }),
    state('with nothing to mark', {
      act: clickInPanel(new RegExp(`^No ${skeleton.instance} in this picture`)),
      says: new RegExp(`No ${skeleton.instance} in this picture`),
    }),
    state('undone', { act: inOrder(place(0), press('Control+z')), says: /Undone/ }),
    state('with the picture turned', { act: inOrder(press('t'), press('t')), says: /Turn: 30/ }),
    state('while the marks are hidden', {
      input: from(...animal),
      act: ({ page }) => page.keyboard.down('h'),
    }),
  ];
}

function boxStates({ labels, boxes }: Subject, state: StateOf, input: object): WorkerState[] {
  const [box = { left: 0, top: 0, width: 10, height: 10 }] = boxes;
  const from = [box.left, box.top] as const;
  const drag = (task: OpenTask) => handOf(task).drag(from, [box.left + box.width, box.top + box.height]);
  const chosen = new RegExp(labels[0]);
  return [
    state('with one corner', { act: (task) => handOf(task).point(from), says: /./ }),
    state('with a box selected', { act: drag, says: chosen }),
    state('with a box by keys', {
      act: inOrder(
        press('ArrowRight'),
        press('Enter'),
        press('Alt+ArrowRight'),
        press('Alt+ArrowDown'),
        press('Enter'),
      ),
      says: chosen,
    }),
    state('with a box that is too small', {
      act: inOrder(
        (task) => handOf(task).point(from),
        (task) => handOf(task).point([box.left + 2, box.top + 2]),
      ),
      says: /2 × 2 pixels. A box needs at least/,
    }),
    state('with another label', { act: inOrder(drag, press('2')), says: new RegExp(labels[1]) }),
    state('with a box deleted', { act: inOrder(drag, press('Delete')), says: /deleted|removed/i }),
    state('with a box that is locked', { act: inOrder(drag, press('k')), says: /locked/i }),
    state('with a box that is hidden', { act: inOrder(drag, press('j')), says: /hidden/i }),
    state('with many boxes', { input: { ...input, initialValue: boxes }, act: press('.') }),
    state('submitted too early', { act: submit, says: /No boxes yet/ }),
    state('with a label that cannot be chosen', {
      input: { ...input, initialValue: [{ ...box, label: 'something else' }] },
      act: submit,
      says: /Not in the list of labels: something else/,
    }),
    state('with nothing to label', { act: press('n'), says: /nothing to label/i }),
  ];
}

function choiceStates({ categories }: Subject, state: StateOf, input: object): WorkerState[] {
  return [
    state('with one chosen', { act: press('1'), says: new RegExp(`${categories[0]} chosen`) }),
    state('with several chosen', {
      input: { ...input, multiple: true, exclusionCategory: 'none of these' },
      act: inOrder(press('1'), press('2')),
      says: new RegExp(`${categories[1]} chosen`),
    }),
    state('submitted too early', { act: submit, says: /Nothing is chosen yet/ }),
  ];
}

function checkStates(subject: Subject): WorkerState[] {
  const { skeleton, animals, labels, boxes, pictures, verdicts, headers } = subject;
  const poses = {
    labels: verdicts,
    header: headers.checkPoses,
    overlay: { keypoint: { skeleton, value: animals[0] } },
  };
  const drawn = {
    labels: verdicts,
    header: headers.checkBoxes,
    overlay: { boundingBox: { labels, value: boxes } },
  };
  return [
    stateOf('pose-verification', poses, pictures?.pose),
    stateOf('box-verification', drawn, pictures?.boxes),
  ].flatMap((state) => [
    state('at first use'),
    state('rejecting', { act: reject, says: /choose a reason/ }),
    state('with a reason', { act: inOrder(reject, tapOr('.choice', '1')), says: /chosen/ }),
    state('rejected without a reason', {
      act: inOrder(reject, submit),
      says: /What is wrong with the marks/,
    }),
    state('adjusting', {
      act: inOrder(tapOr('.verdict.adjust', 'e'), ({ page }) =>
        page.locator('.adjusting [data-status=ready]').waitFor(),
      ),
    }),
    state('disabled', { act: disable }),
  ]);
}
