import type { OpenTask } from '#elements/scenarios/testing/open-task.ts';
import { exampleAnimal } from './example-animal.ts';
import type { ShownPage } from './looks.ts';

/** A state of a built template, and how its pictures are taken. */
export interface StatePicture extends ShownPage {
  template: string;
  /** Name of the state in elements/scenarios/testing/worker-states.ts. */
  state: string;
  subject?: 'mice';
  language?: 'es' | 'ja';
  direction?: 'rtl';
  /** What is done besides, to show it better. */
  also?: (task: OpenTask) => Promise<unknown>;
}

const pose = 'keypoint-pose';
const boxes = 'bounding-box';
const choice = 'image-classification';
const checkPoses = 'pose-verification';
const checkBoxes = 'box-verification';

async function showExample({ page }: OpenTask): Promise<void> {
  const example = await exampleAnimal();
  await page.evaluate(
    (url) => Object.assign(document.querySelector('gt-keypoint') ?? {}, { example: url }),
    example,
  );
}

const openSentenceForAuthor = ({ page }: OpenTask): Promise<void> => page.locator('.notice summary').click();

/** A finger comes down and stays. */
async function holdFinger({ cdp, at }: OpenTask): Promise<void> {
  const [x, y] = await at(706, 435);
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
}

/** By the part of the page that they stand in. */
export const statePictures: Readonly<Record<string, readonly StatePicture[]>> = {
  'Any task': [
    {
      file: 'loading',
      title: 'While the picture loads',
      text: 'A quiet frame stands where the picture will be. The card can be read already; nothing can be placed yet.',
      template: pose,
      state: 'while the picture loads',
    },
    {
      file: 'failed',
      title: 'A picture that cannot be loaded',
      text: 'Says what to do: check the connection, try again, else skip the task. A submit is held back.',
      template: boxes,
      state: 'with a picture that cannot be loaded',
    },
    {
      file: 'set-up-wrong',
      title: 'A task that is set up wrong',
      text: 'The author wrote JSON that breaks. The worker reads that it is not their fault, and what to do; nothing that looks usable stands around it.',
      template: pose,
      state: 'with JSON that breaks',
    },
    {
      file: 'set-up-wrong-author',
      title: 'The same, for its author',
      text: 'Below that stands where the attribute breaks, by character, and what was expected there. The workbench says it too, [further down](#the-workbench).',
      template: pose,
      state: 'with JSON that breaks',
      also: openSentenceForAuthor,
    },
    {
      file: 'sliders',
      title: 'The picture as the eye needs it',
      text: 'Brightness, contrast, gamma, turn and the size of the marks, over the panel and never over the picture. The answer knows nothing of it.',
      template: pose,
      state: 'with the sliders of the picture',
    },
    {
      file: 'help',
      title: 'Instructions and keys',
      text: '`?` opens the full instructions, then every key of this element. Esc, the cross or a click beside it closes.',
      template: pose,
      state: 'with the sheet of keys',
    },
    {
      file: 'turned',
      title: 'Turned',
      text: 'T turns the picture by 15°, with its marks, the loupe and the arrow keys. F shows it whole, pressed again upright.',
      template: pose,
      state: 'with the picture turned',
    },
  ],
  Poses: [
    {
      file: 'pose-first-use',
      title: 'First use',
      text: 'The card names the first point and says where exactly it is. A click places it; both ways to say that it cannot be seen stand below, with their keys.',
      template: pose,
      state: 'at first use',
    },
    {
      file: 'pose-placing',
      title: 'Placing',
      text: 'The next point is always named: on the card, on the map, and at the loupe, which shows the pixel under the cross.',
      template: pose,
      state: 'placing',
    },
    {
      file: 'pose-finger',
      title: 'Placing by finger',
      text: 'The loupe stands above the finger that would hide the place. Lifting the finger places.',
      template: pose,
      state: 'placing',
      looks: ['phone', 'phone-dark'],
      also: holdFinger,
    },
    {
      file: 'pose-example',
      title: 'With an example picture',
      text: 'Where the template has an `example`, an animal lies behind the map and the current point is ringed on it.',
      template: pose,
      state: 'placing',
      also: showExample,
    },
    {
      file: 'pose-hidden',
      title: 'A point that is hidden',
      text: 'Placed where it must be, with Shift and a click or with O: its ring is dotted, its dot on the map half filled.',
      template: pose,
      state: 'with a point that is hidden',
    },
    {
      file: 'pose-absent',
      title: 'A point that is not in the picture',
      text: 'A says so and goes on to the next: a dash on the map, a line through its name.',
      template: pose,
      state: 'with a point that is absent',
    },
    {
      file: 'pose-swapped',
      title: 'Left and right look swapped',
      text: 'The warning stands beside the animal and names the parts. One button puts it right, the other keeps it.',
      template: pose,
      state: 'with left and right that look swapped',
    },
    {
      file: 'pose-held-back',
      title: 'A submit that is held back',
      text: 'Once, and with all that is missing in one sentence. Place the points, say that they cannot be seen, or submit again.',
      template: pose,
      state: 'submitted too early',
    },
    {
      file: 'pose-several',
      title: 'Several animals',
      text: 'The one in hand is at full strength, the other faint. Below the map each has its colour, name and count; ] goes to the next.',
      template: pose,
      state: 'with several animals',
      subject: 'mice',
    },
    {
      file: 'pose-bare',
      title: 'Without the marks',
      text: 'While H is held the picture is bare.',
      template: pose,
      state: 'while the marks are hidden',
    },
    {
      file: 'pose-done',
      title: 'All marked',
      text: 'The card says so, Submit takes the accent colour. Points can still be dragged.',
      template: pose,
      state: 'when all is done',
    },
    {
      file: 'pose-nothing',
      title: 'No animal',
      text: 'An answer too. The button takes it back.',
      template: pose,
      state: 'with nothing to mark',
    },
  ],
  Boxes: [
    {
      file: 'boxes-first-use',
      title: 'First use',
      text: 'The label of the next box is chosen; it stays until another is. Drag, or click two corners.',
      template: boxes,
      state: 'at first use',
    },
    {
      file: 'boxes-corner',
      title: 'With one corner',
      text: 'The cross and the loupe aim at the opposite one.',
      template: boxes,
      state: 'with one corner',
    },
    {
      file: 'boxes-selected',
      title: 'A box is drawn',
      text: 'Drag its edges if it is not tight, or draw the next one. Lock, hide, copy and delete stand beside its heading.',
      template: boxes,
      state: 'with a box selected',
    },
    {
      file: 'boxes-many',
      title: 'Several boxes',
      text: 'Each in the colour of its label, in the list with the part of the picture that it cuts out. A click selects, again at the same place the one below.',
      template: boxes,
      state: 'with many boxes',
    },
    {
      file: 'boxes-small',
      title: 'A box that is too small',
      text: 'It is not kept, and the panel says why and what helps.',
      template: boxes,
      state: 'with a box that is too small',
    },
    {
      file: 'boxes-locked',
      title: 'A box that is locked',
      text: 'K lets clicks go through it, J hides it. Its row in the list says so, and a click there takes it back.',
      template: boxes,
      state: 'with a box that is locked',
    },
    {
      file: 'boxes-held-back',
      title: 'A submit that is held back',
      text: 'Draw the boxes, tick that there is nothing to label, or submit again, which says the same.',
      template: boxes,
      state: 'submitted too early',
    },
    {
      file: 'boxes-nothing',
      title: 'Nothing to label',
      text: 'Said, and can be submitted.',
      template: boxes,
      state: 'with nothing to label',
    },
  ],
  Classes: [
    {
      file: 'class-one',
      title: 'One category',
      text: 'A number key or a click chooses; another one changes it.',
      template: choice,
      state: 'with one chosen',
    },
    {
      file: 'class-several',
      title: 'Several categories',
      text: 'Any number may apply. The last one says that none does, and stands alone.',
      template: choice,
      state: 'with several chosen',
    },
    {
      file: 'class-held-back',
      title: 'A submit that is held back',
      text: 'Nothing is chosen yet: choose, or press a number.',
      template: choice,
      state: 'submitted too early',
    },
  ],
  'Checking earlier marks': [
    {
      file: 'check-poses',
      title: 'A pose to check',
      text: 'A accepts and submits at once. Marks that are wrong are dragged to their place.',
      template: checkPoses,
      state: 'at first use',
    },
    {
      file: 'check-boxes',
      title: 'Boxes to check',
      text: 'The same for boxes, each with its label. M hides them to see what is below.',
      template: checkBoxes,
      state: 'at first use',
    },
    {
      file: 'check-reason',
      title: 'Rejecting',
      text: 'R asks what is wrong, with room for a comment; a number key chooses, Enter or the button sends it.',
      template: checkBoxes,
      state: 'with a reason',
    },
    {
      file: 'check-no-reason',
      title: 'Rejected without a reason',
      text: 'Held back, with the sentence that says what is needed.',
      template: checkBoxes,
      state: 'rejected without a reason',
    },
    {
      file: 'check-adjusting',
      title: 'Adjusting',
      text: 'E, or the first drag of a mark, opens the editor in place; its submit sends the corrected marks.',
      template: checkBoxes,
      state: 'adjusting',
    },
  ],
  Languages: [
    {
      file: 'pose-spanish',
      title: 'Spanish',
      text: 'The element’s words come with the template `keypoint-pose.es`, the names of the points with the task.',
      template: pose,
      state: 'placing',
      language: 'es',
    },
    {
      file: 'check-spanish',
      title: 'Spanish, checking',
      text: 'Long words wrap; nothing is cut off.',
      template: checkBoxes,
      state: 'rejecting',
      language: 'es',
    },
    {
      file: 'pose-japanese',
      title: 'Japanese',
      text: 'The same page from `keypoint-pose.ja`.',
      template: pose,
      state: 'placing',
      language: 'ja',
    },
    {
      file: 'boxes-japanese',
      title: 'Japanese, boxes',
      text: 'And a box that was just drawn, from `bounding-box.ja`.',
      template: boxes,
      state: 'with a box selected',
      language: 'ja',
    },
    {
      file: 'right-to-left',
      title: 'Right to left',
      text: 'On a page with `dir="rtl"` panel and buttons change sides, and the picture stays as it is (here still with English words).',
      template: boxes,
      state: 'with many boxes',
      direction: 'rtl',
    },
  ],
};
