import { msg, str } from '@lit/localize';
import { type Shortcut, shortcutGroup } from '#elements/stage/shortcuts.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import {
  aimAt,
  clearMark,
  markAbsent,
  nudge,
  placeAtCross,
  stepKeypoint,
  takeBack,
  toggleOccluded,
} from './mark-actions.ts';
import { duplicatePose, fitPose, putAside, reshapeSelected, stepPose } from './pose-actions.ts';
import type { Reshape } from './reshape-pose.ts';
import { canDrop, toggleDropping } from './rest-pose.ts';
import { swapSides } from './swap-sides.ts';

/** The keys of `<gt-keypoint>` besides the shell's. */
export function keypointShortcuts(element: GtKeypoint): readonly Shortcut[] {
  const { noun } = element;
  const editable = () => element.editable;
  const onStage = (event: KeyboardEvent) => event.composedPath()[0] === element.stage.root;
  // Tab walks the keypoints only from the picture, and leaves it at either end: no trap for the keyboard.
  const tab = (step: number) => (event: KeyboardEvent) =>
    onStage(event) && stepKeypoint(element, step, false);
  const moves = [
    ['', 1, msg('Move the mark or the cross by 1 pixel')],
    ['Shift+', 10, msg('The same by 10 pixels')],
  ] as const;
  const arrow = (key: string, dx: number, dy: number) =>
    moves.map(
      ([modifier, length, description]) =>
        [
          modifier + key,
          modifier + key,
          description,
          ({ repeat }: KeyboardEvent) => nudge(element, dx * length, dy * length, repeat),
        ] as const,
    );
  const reshape =
    (change: Reshape) =>
    ({ repeat }: KeyboardEvent) =>
      reshapeSelected(element, change, repeat);
  const canAdd = () => element.canAdd;
  return [
    ...shortcutGroup(msg('Keypoints'), editable, [
      ['place', 'Enter', msg('Place at the cross'), () => placeAtCross(element, false)],
      [
        'place-hidden',
        'Shift+Enter',
        msg('Place at the cross, as hidden'),
        () => placeAtCross(element, true),
      ],
      [
        'occluded',
        'o',
        msg('Hidden behind something, or not (or Shift + click)'),
        () => toggleOccluded(element),
      ],
      ['absent', 'a', msg('Not in the picture'), () => markAbsent(element)],
      ['back', 'Backspace', msg('Place the last one again'), () => takeBack(element)],
      ['delete', 'Delete', msg('Remove the mark'), () => clearMark(element)],
      ['swap', 'x', msg('Swap left and right of this pair'), () => swapSides(element)],
      ['swap-all', 'Shift+x', msg('Swap left and right of all pairs'), () => swapSides(element, true)],
      [
        'aim',
        '1 2 3 4 5 6 7 8 9',
        msg('Aim at a ninth of the picture, then of that'),
        ({ key }) => aimAt(element, Number(key)),
      ],
      ...arrow('ArrowLeft', -1, 0),
      ...arrow('ArrowRight', 1, 0),
      ...arrow('ArrowUp', 0, -1),
      ...arrow('ArrowDown', 0, 1),
    ]),
    ...shortcutGroup(msg('Keypoints'), undefined, [
      ['next', 'n', msg('Next keypoint'), () => stepKeypoint(element, 1, true)],
      ['previous', 'p', msg('Previous keypoint'), () => stepKeypoint(element, -1, true)],
      ['tab', 'Tab', msg('Next keypoint'), tab(1)],
      ['back-tab', 'Shift+Tab', msg('Previous keypoint'), tab(-1)],
    ]),
    ...shortcutGroup(msg('Instances'), editable, [
      ['add', 'm', msg(str`Add another ${noun}`), () => element.addPose(), canAdd],
      ['duplicate', 'd', msg(str`Add a copy of this ${noun}`), () => duplicatePose(element), canAdd],
      ['drop', 'b', msg('Place all in a box'), () => toggleDropping(element), () => canDrop(element)],
      ['mirror', 'u', msg(str`Mirror the ${noun}`), reshape({ mirror: true })],
      ['turn', 'r', msg(str`Turn the ${noun}`), reshape({ angle: Math.PI / 36 })],
      ['turn-back', 'Shift+r', msg(str`Turn the ${noun} back`), reshape({ angle: -Math.PI / 36 })],
      ['enlarge', 's', msg(str`Enlarge the ${noun}`), reshape({ scale: 1.05 })],
      ['shrink', 'Shift+s', msg(str`Shrink the ${noun}`), reshape({ scale: 1 / 1.05 })],
    ]),
    ...shortcutGroup(msg('Instances'), () => element.document.poses.length > 1, [
      ['lock', 'k', msg(str`Lock the ${noun}: clicks go through it`), () => putAside(element, 'locked')],
      ['conceal', 'j', msg(str`Hide the ${noun}`), () => putAside(element, 'hidden')],
      ['next-pose', ']', msg(str`Next ${noun}`), () => stepPose(element, 1)],
      ['previous-pose', '[', msg(str`Previous ${noun}`), () => stepPose(element, -1)],
    ]),
    ...shortcutGroup(msg('View'), undefined, [
      ['fit-pose', 'z', msg(str`Show this ${noun} closer`), () => fitPose(element)],
      ['loupe', 'l', msg('Loupe on or off'), () => element.toggleLoupe()],
    ]),
  ];
}
