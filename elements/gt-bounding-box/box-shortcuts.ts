import type { Shortcut } from '../stage/shortcuts.ts';
import type { BoxSession } from './box-session.ts';

/** What the shortcuts need besides the session. */
export interface BoxShortcutHost {
  readonly session: BoxSession;
  readonly editable: boolean;
  /** Moves the crosshair by CSS pixels. */
  moveCrosshair(dx: number, dy: number): void;
  /** Brings the selected box into sight. */
  showSelected(): void;
  toggleNothing(): void;
  /** Hides all boxes until the key is released. */
  hideBoxes(): void;
}

/** CSS pixels that one key press moves the crosshair; with Shift eight times as far. */
const STEP = 8;

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
    [1, 10].map((pixels) =>
      shortcut(
        `${key}-${pixels}`,
        pixels === 1 ? key : `Shift+${key}`,
        pixels === 1 ? 'Move the box by 1 pixel' : 'Move the box by 10 pixels',
        ({ repeat }) => {
          if (session.nudge(dx * pixels, dy * pixels, repeat)) return;
          const reach = pixels === 1 ? STEP : STEP * 8;
          host.moveCrosshair(dx * reach, dy * reach);
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
    shortcut('corner', 'Enter', 'Set a corner at the crosshair; arrows move it', () => session.setCorner()),
    ...arrow('ArrowLeft', -1, 0),
    ...arrow('ArrowRight', 1, 0),
    ...arrow('ArrowUp', 0, -1),
    ...arrow('ArrowDown', 0, 1),
    // Read by the tool; here for the sheet of keys.
    shortcut('draw', 'Shift', 'With a drag: draw, also inside a box', () => false),
    shortcut('remove', 'Delete Backspace', 'Delete the box', () => session.remove(), selected),
    shortcut('duplicate', 'd', 'Duplicate the box', () => session.duplicate(), selected),
    shortcut('next', '.', 'Next box', () => session.step(1) && host.showSelected(), always),
    shortcut('previous', ',', 'Box before', () => session.step(-1) && host.showSelected(), always),
    shortcut('escape', 'Escape', 'Let go of the corner or the box', () => session.escape(), always),
    shortcut('nothing', 'n', 'Nothing to label', () => host.toggleNothing()),
    shortcut('hide', 'h', 'Hide all boxes while it is held', () => host.hideBoxes(), always, 'View'),
  ];
}
