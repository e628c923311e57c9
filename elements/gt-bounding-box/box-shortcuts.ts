import type { Shortcut } from '../stage/shortcuts.ts';
import type { BoxSession } from './box-session.ts';

/** What the shortcuts need besides the session. */
export interface BoxShortcutHost {
  readonly session: BoxSession;
  readonly editable: boolean;
  /** Moves the crosshair by image pixels. */
  moveCrosshair(dx: number, dy: number): void;
  /** Brings the selected box into sight. */
  showSelected(): void;
  toggleNothing(): void;
  /** Hides all boxes until the key is released. */
  hideBoxes(): void;
}

/** What an arrow key moves the box in hand or the crosshair by, in image pixels; as on keypoints. */
const steps = [
  ['', 1],
  ['Shift+', 10],
  ['Alt+', 100],
] as const;

/** The keys of the bounding-box task, besides those of every labeling page. */
export function boxShortcuts(host: BoxShortcutHost): readonly Shortcut[] {
  const { session } = host;
  const editable = () => host.editable;
  const always = () => true;
  const shortcut = (
    id: string,
    key: string,
    description: string,
    run: Shortcut['run'],
    when: () => boolean = editable,
    group = 'Boxes',
  ): Shortcut => ({ id, keys: key.split(' '), description, group, when, run });
  const arrow = (key: string, dx: number, dy: number): Shortcut[] =>
    steps.map(([modifier, pixels]) =>
      shortcut(
        `${modifier}${key}`,
        `${modifier}${key}`,
        `Move the box or the crosshair by ${pixels} pixel${pixels === 1 ? '' : 's'}`,
        ({ repeat }) => {
          if (!session.nudge(dx * pixels, dy * pixels, repeat)) host.moveCrosshair(dx * pixels, dy * pixels);
        },
      ),
    );
  const selected = () => host.editable && session.selectedId !== undefined;
  return [
    ...session.labels
      .slice(0, 9)
      .map((label, index) =>
        shortcut(`label-${index}`, `${index + 1}`, label, () => session.choose(label), editable, 'Labels'),
      ),
    shortcut('corner', 'Enter', 'Set a corner at the crosshair', () => session.setCorner(true)),
    ...arrow('ArrowLeft', -1, 0),
    ...arrow('ArrowRight', 1, 0),
    ...arrow('ArrowUp', 0, -1),
    ...arrow('ArrowDown', 0, 1),
    // Read by the tool; here for the sheet of keys.
    shortcut('draw', 'Shift', 'With a drag: draw, also inside a box', () => false),
    shortcut('extreme', 'e', 'Click four ends, or drag', () => session.toggleExtreme()),
    shortcut('lock', 'k', 'Lock the box: clicks go through it', () => session.putAside('locked'), selected),
    shortcut('conceal', 'j', 'Hide the box', () => session.putAside('hidden'), selected),
    shortcut('remove', 'Delete Backspace', 'Delete the box', () => session.remove(), selected),
    shortcut('duplicate', 'd', 'Duplicate the box', () => session.duplicate(), selected),
    shortcut('next', '.', 'Next box', () => session.step(1) && host.showSelected(), always),
    shortcut(
      'previous',
      ',',
      'Box before, or the one just drawn',
      () => session.step(-1) && host.showSelected(),
      always,
    ),
    shortcut('escape', 'Escape', 'Let go of the corner or the box', () => session.escape(), always),
    shortcut('nothing', 'n', 'Nothing to label', () => host.toggleNothing()),
    shortcut('hide', 'h', 'Hide all boxes while it is held', () => host.hideBoxes(), always, 'View'),
  ];
}
