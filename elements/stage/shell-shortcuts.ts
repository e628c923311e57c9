import { msg } from '@lit/localize';
import type { LabelingElement } from './labeling-element.ts';
import { lookShortcuts } from './picture-look.ts';
import { type Shortcut, shortcutGroup } from './shortcuts.ts';

/** Zoom of one key press or button, and CSS pixels of one step of the view. */
export const ZOOM_STEP = 1.25;
const PAN_STEP = 80;

/** The shortcuts that every labeling element has. */
export function shellShortcuts<Document>(element: LabelingElement<Document>): readonly Shortcut[] {
  const { stage } = element;
  const pan = (key: string, dx: number, dy: number) =>
    [
      `pan-${key}`,
      `Mod+${key}`,
      msg('Move the picture'),
      () => stage.panBy(dx * PAN_STEP, dy * PAN_STEP),
    ] as const;
  const hideWhileHeld = () => {
    stage.root.toggleAttribute('data-bare', true);
    addEventListener('keyup', () => stage.root.removeAttribute('data-bare'), { once: true });
  };
  return [
    ...shortcutGroup(msg('Edit'), undefined, [
      ['undo', 'Mod+z', msg('Undo'), () => element.undo()],
      ['redo', 'Mod+Shift+z Mod+y', msg('Redo'), () => element.redo()],
      [
        'submit',
        'Mod+Enter',
        msg('Submit'),
        ({ repeat }) => repeat || element.submit(),
        () => element.hasForm,
      ],
    ]),
    ...shortcutGroup(msg('View'), undefined, [
      ['in', '+ =', msg('Zoom in (or turn the wheel)'), () => stage.zoomBy(ZOOM_STEP)],
      ['out', '-', msg('Zoom out'), () => stage.zoomBy(1 / ZOOM_STEP)],
      ['fit', '0 f', msg('Show the whole picture; again, upright'), () => stage.fit()],
      pan('ArrowLeft', 1, 0),
      pan('ArrowRight', -1, 0),
      pan('ArrowUp', 0, 1),
      pan('ArrowDown', 0, -1),
      ['bare', 'h', msg('Hide all marks while held'), hideWhileHeld],
      ['help', '?', msg('Instructions and keys'), () => element.openHelp()],
    ]),
    ...lookShortcuts(element),
  ];
}
