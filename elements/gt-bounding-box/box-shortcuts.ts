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
  const selected = () => host.editable && session.selectedId !== undefined;
  const arrow = (key: string, dx: number, dy: number): Shortcut[] =>
    [1, 10].map((pixels) => ({
      id: `${key}-${pixels}`,
      keys: [pixels === 1 ? key : `Shift+${key}`],
      description: pixels === 1 ? 'Move the box by 1 pixel' : 'Move the box by 10 pixels',
      group: 'Boxes',
      when: editable,
      run: (event) => {
        if (session.nudge(dx * pixels, dy * pixels, event.repeat)) return;
        const reach = pixels === 1 ? STEP : STEP * 8;
        host.moveCrosshair(dx * reach, dy * reach);
      },
    }));
  const choose = session.labels.slice(0, 9).map((label, index) => ({
    id: `label-${index}`,
    keys: [String(index + 1)],
    description: label,
    group: 'Labels',
    when: editable,
    run: () => session.choose(label),
  }));
  return [
    ...choose,
    {
      id: 'corner',
      keys: ['Enter'],
      description: 'Set a corner at the crosshair (arrows move it)',
      group: 'Boxes',
      when: editable,
      run: () => session.setCorner(),
    },
    ...arrow('ArrowLeft', -1, 0),
    ...arrow('ArrowRight', 1, 0),
    ...arrow('ArrowUp', 0, -1),
    ...arrow('ArrowDown', 0, 1),
    {
      id: 'remove',
      keys: ['Delete', 'Backspace'],
      description: 'Delete the box',
      group: 'Boxes',
      when: selected,
      run: () => session.remove(),
    },
    {
      id: 'duplicate',
      keys: ['d'],
      description: 'Duplicate the box',
      group: 'Boxes',
      when: selected,
      run: () => session.duplicate(),
    },
    {
      id: 'next',
      keys: ['.'],
      description: 'Next box',
      group: 'Boxes',
      run: () => session.step(1) && host.showSelected(),
    },
    {
      id: 'previous',
      keys: [','],
      description: 'Box before',
      group: 'Boxes',
      run: () => session.step(-1) && host.showSelected(),
    },
    {
      id: 'escape',
      keys: ['Escape'],
      description: 'Let go of the corner or the box',
      group: 'Boxes',
      run: () => session.escape(),
    },
    {
      id: 'nothing',
      keys: ['n'],
      description: 'Nothing to label',
      group: 'Boxes',
      when: editable,
      run: () => host.toggleNothing(),
    },
    {
      id: 'hide',
      keys: ['h'],
      description: 'Hide all boxes while it is held',
      group: 'View',
      run: () => host.hideBoxes(),
    },
  ];
}
