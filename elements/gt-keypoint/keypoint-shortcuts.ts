import type { Shortcut } from '#elements/stage/shortcuts.ts';
import type { GtKeypoint } from './gt-keypoint.ts';

/** The keys of `<gt-keypoint>` besides the shell's. */
export function keypointShortcuts(element: GtKeypoint): readonly Shortcut[] {
  const editable = () => element.editable;
  const onStage = (event: KeyboardEvent) => event.composedPath()[0] === element.stage.root;
  // Tab walks the keypoints only from the picture, and leaves it at either end: no trap for the keyboard.
  const tab = (step: number) => (event: KeyboardEvent) => onStage(event) && element.step(step, false);
  const arrow = (key: string, dx: number, dy: number): Shortcut[] =>
    [
      { keys: [key], length: 1, description: 'Move the mark, or the cross before it is placed, by 1 pixel' },
      { keys: [`Shift+${key}`], length: 10, description: 'The same by 10 pixels' },
      { keys: [`Alt+${key}`], length: 100, description: 'The same by 100 pixels' },
    ].map(({ keys, length, description }) => ({
      id: keys[0] ?? '',
      keys,
      description,
      group: 'Keypoints',
      when: editable,
      run: ({ repeat }) => element.nudge(dx * length, dy * length, repeat),
    }));
  return [
    {
      id: 'place',
      keys: ['Enter'],
      description: 'Place at the cross',
      group: 'Keypoints',
      when: editable,
      run: () => element.placeAtCross(false),
    },
    {
      id: 'place-hidden',
      keys: ['Shift+Enter'],
      description: 'Place at the cross, as hidden',
      group: 'Keypoints',
      when: editable,
      run: () => element.placeAtCross(true),
    },
    {
      id: 'occluded',
      keys: ['o'],
      description: 'Hidden behind something, or not (or Shift + click)',
      group: 'Keypoints',
      when: editable,
      run: () => element.toggleOccluded(),
    },
    {
      id: 'absent',
      keys: ['a'],
      description: 'Not in the picture',
      group: 'Keypoints',
      when: editable,
      run: () => element.markAbsent(),
    },
    {
      id: 'back',
      keys: ['Backspace'],
      description: 'Place the last one again',
      group: 'Keypoints',
      when: editable,
      run: () => element.takeBack(),
    },
    {
      id: 'delete',
      keys: ['Delete'],
      description: 'Remove the mark',
      group: 'Keypoints',
      when: editable,
      run: () => element.clear(),
    },
    {
      id: 'next',
      keys: ['n'],
      description: 'Next keypoint',
      group: 'Keypoints',
      run: () => element.step(1, true),
    },
    {
      id: 'previous',
      keys: ['p'],
      description: 'Previous keypoint',
      group: 'Keypoints',
      run: () => element.step(-1, true),
    },
    { id: 'tab', keys: ['Tab'], description: 'Next keypoint', group: 'Keypoints', run: tab(1) },
    {
      id: 'back-tab',
      keys: ['Shift+Tab'],
      description: 'Previous keypoint',
      group: 'Keypoints',
      run: tab(-1),
    },
    ...arrow('ArrowLeft', -1, 0),
    ...arrow('ArrowRight', 1, 0),
    ...arrow('ArrowUp', 0, -1),
    ...arrow('ArrowDown', 0, 1),
    {
      id: 'add',
      keys: ['m'],
      description: `Add another ${element.noun}`,
      group: 'Instances',
      when: () => element.canAdd,
      run: () => element.addPose(),
    },
    {
      id: 'next-pose',
      keys: [']'],
      description: `Next ${element.noun}`,
      group: 'Instances',
      run: () => element.stepPose(1),
    },
    {
      id: 'previous-pose',
      keys: ['['],
      description: `Previous ${element.noun}`,
      group: 'Instances',
      run: () => element.stepPose(-1),
    },
    {
      id: 'loupe',
      keys: ['l'],
      description: 'Loupe on or off',
      group: 'View',
      run: () => element.toggleLoupe(),
    },
  ];
}
