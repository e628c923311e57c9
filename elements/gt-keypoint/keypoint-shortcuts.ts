import { type Shortcut, shortcutGroup } from '#elements/stage/shortcuts.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import type { Reshape } from './reshape-pose.ts';

/** The keys of `<gt-keypoint>` besides the shell's. */
export function keypointShortcuts(element: GtKeypoint): readonly Shortcut[] {
  const { noun } = element;
  const editable = () => element.editable;
  const onStage = (event: KeyboardEvent) => event.composedPath()[0] === element.stage.root;
  // Tab walks the keypoints only from the picture, and leaves it at either end: no trap for the keyboard.
  const tab = (step: number) => (event: KeyboardEvent) => onStage(event) && element.step(step, false);
  const moves = [
    ['', 1, 'Move the mark or the cross by 1 pixel'],
    ['Shift+', 10, 'The same by 10 pixels'],
  ] as const;
  const arrow = (key: string, dx: number, dy: number) =>
    moves.map(
      ([modifier, length, description]) =>
        [
          modifier + key,
          modifier + key,
          description,
          ({ repeat }: KeyboardEvent) => element.nudge(dx * length, dy * length, repeat),
        ] as const,
    );
  const reshape =
    (change: Reshape) =>
    ({ repeat }: KeyboardEvent) =>
      element.reshape(change, repeat);
  const canAdd = () => element.canAdd;
  return [
    ...shortcutGroup('Keypoints', editable, [
      ['place', 'Enter', 'Place at the cross', () => element.placeAtCross(false)],
      ['place-hidden', 'Shift+Enter', 'Place at the cross, as hidden', () => element.placeAtCross(true)],
      ['occluded', 'o', 'Hidden behind something, or not (or Shift + click)', () => element.toggleOccluded()],
      ['absent', 'a', 'Not in the picture', () => element.markAbsent()],
      ['back', 'Backspace', 'Place the last one again', () => element.takeBack()],
      ['delete', 'Delete', 'Remove the mark', () => element.clear()],
      ['swap', 'x', 'Swap left and right of this pair', () => element.swap()],
      ['swap-all', 'Shift+x', 'Swap left and right of all pairs', () => element.swap(true)],
      [
        'aim',
        '1 2 3 4 5 6 7 8 9',
        'Aim at a ninth of the picture, then of that',
        ({ key }) => element.aimAt(Number(key)),
      ],
      ...arrow('ArrowLeft', -1, 0),
      ...arrow('ArrowRight', 1, 0),
      ...arrow('ArrowUp', 0, -1),
      ...arrow('ArrowDown', 0, 1),
    ]),
    ...shortcutGroup('Keypoints', undefined, [
      ['next', 'n', 'Next keypoint', () => element.step(1, true)],
      ['previous', 'p', 'Previous keypoint', () => element.step(-1, true)],
      ['tab', 'Tab', 'Next keypoint', tab(1)],
      ['back-tab', 'Shift+Tab', 'Previous keypoint', tab(-1)],
    ]),
    ...shortcutGroup('Instances', editable, [
      ['add', 'm', `Add another ${noun}`, () => element.addPose(), canAdd],
      ['duplicate', 'd', `Add a copy of this ${noun}`, () => element.duplicatePose(), canAdd],
      ['drop', 'b', 'Place all in a box', () => element.toggleDropping(), () => element.canDrop],
      ['turn', 'r', `Turn the ${noun}`, reshape({ angle: Math.PI / 36 })],
      ['turn-back', 'Shift+r', `Turn the ${noun} back`, reshape({ angle: -Math.PI / 36 })],
      ['enlarge', 's', `Enlarge the ${noun}`, reshape({ scale: 1.05 })],
      ['shrink', 'Shift+s', `Shrink the ${noun}`, reshape({ scale: 1 / 1.05 })],
    ]),
    ...shortcutGroup('Instances', undefined, [
      ['next-pose', ']', `Next ${noun}`, () => element.stepPose(1)],
      ['previous-pose', '[', `Previous ${noun}`, () => element.stepPose(-1)],
    ]),
    ...shortcutGroup('View', undefined, [
      ['fit-pose', 'z', `Show this ${noun} closer`, () => element.fitPose()],
      ['loupe', 'l', 'Loupe on or off', () => element.toggleLoupe()],
    ]),
  ];
}
