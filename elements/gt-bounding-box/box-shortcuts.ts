import { msg, str } from '@lit/localize';
import { alongImage, type View } from '#geometry/view.ts';
import { type Shortcut, type ShortcutRow, shortcutGroup } from '../stage/shortcuts.ts';
import type { BoxSession } from './box-session.ts';

/** What the shortcuts need besides the session. */
export interface BoxShortcutHost {
  readonly stage: { readonly view: View };
  readonly session: BoxSession;
  readonly editable: boolean;
  /** Moves the crosshair by image pixels. */
  moveCrosshair(dx: number, dy: number): void;
  /** Brings the crosshair to a ninth of where it can be. */
  aimAt(number: number): void;
  /** Brings the selected box into sight. */
  showSelected(): void;
  toggleLoupe(): void;
  toggleNothing(): void;
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
  const selected = () => host.editable && session.selectedId !== undefined;
  const arrow = (key: string, dx: number, dy: number) =>
    steps.map(([modifier, pixels]): ShortcutRow => {
      const name = modifier + key;
      const run = ({ repeat }: KeyboardEvent) => {
        const [x, y] = alongImage(host.stage.view, dx * pixels, dy * pixels);
        return session.nudge(x, y, repeat) || host.moveCrosshair(x, y);
      };
      return [
        name,
        name,
        pixels === 1
          ? msg('Move the box or the crosshair by 1 pixel')
          : msg(str`Move the box or the crosshair by ${pixels} pixels`),
        run,
      ];
    });
  const step = (by: 1 | -1) => () => session.step(by) && host.showSelected();
  const choose = (label: string, index: number): ShortcutRow => {
    const key = `${index + 1}`;
    return [key, key, label, () => session.choose(label), () => host.editable && !session.aim];
  };
  return [
    ...shortcutGroup(msg('Labels'), editable, [
      ...session.labels.slice(0, 9).map(choose),
      [
        'relabel',
        'Shift+1 Shift+2 Shift+3 Shift+4 Shift+5 Shift+6 Shift+7 Shift+8 Shift+9',
        msg('Give the box just drawn the label of this number'),
        ({ code }) => session.relabel(session.labels[Number(code[5]) - 1]),
        selected,
      ],
    ]),
    ...shortcutGroup(msg('Boxes'), editable, [
      ['corner', 'Enter', msg('Set a corner at the crosshair'), () => session.setCorner(true)],
      ...arrow('ArrowLeft', -1, 0),
      ...arrow('ArrowRight', 1, 0),
      ...arrow('ArrowUp', 0, -1),
      ...arrow('ArrowDown', 0, 1),
      ['aim', 'a', msg('Aim with the number keys, or choose labels'), () => session.toggleAim()],
      [
        'ninth',
        '1 2 3 4 5 6 7 8 9',
        msg('While aiming: a ninth of the picture, then of that'),
        ({ key }) => host.aimAt(Number(key)),
        () => session.aim !== undefined,
      ],
      // Read by the tool; here for the sheet of keys.
      ['draw', 'Shift', msg('With a drag: draw, also inside a box'), () => false],
      ['extreme', 'e', msg('Click four ends, or drag'), () => session.toggleExtreme()],
      ['lock', 'k', msg('Lock the box: clicks go through it'), () => session.putAside('locked'), selected],
      ['conceal', 'j', msg('Hide the box'), () => session.putAside('hidden'), selected],
      ['remove', 'Delete Backspace', msg('Delete the box'), () => session.remove(), selected],
      ['clear', 'Shift+Delete Shift+Backspace', msg('Delete all boxes'), () => session.clear()],
      ['duplicate', 'd', msg('Duplicate the box'), () => session.duplicate(), selected],
      ['next', '.', msg('Next box'), step(1), always],
      ['previous', ',', msg('Box before, or the one just drawn'), step(-1), always],
      ['escape', 'Escape', msg('Let go of the corner or the box'), () => session.escape(), always],
      ['loupe', 'l', msg('Loupe on or off'), () => host.toggleLoupe(), always],
      ['none', 'n', msg('Nothing to label'), () => host.toggleNothing()],
    ]),
  ];
}
