import type { LabelingElement } from './labeling-element.ts';
import type { Shortcut } from './shortcuts.ts';

/** Zoom of one key press or button, and CSS pixels of one step of the view. */
export const ZOOM_STEP = 1.25;
const PAN_STEP = 80;

/** The shortcuts that every labeling element has. */
export function shellShortcuts<Document>(element: LabelingElement<Document>): readonly Shortcut[] {
  const { stage } = element;
  const pan = (key: string, dx: number, dy: number): Shortcut => ({
    id: `pan-${key}`,
    keys: [`Mod+${key}`],
    description: 'Move the picture',
    group: 'View',
    run: () => stage.panBy(dx * PAN_STEP, dy * PAN_STEP),
  });
  return [
    { id: 'undo', keys: ['Mod+z'], description: 'Undo', group: 'Edit', run: () => element.undo() },
    {
      id: 'redo',
      keys: ['Mod+Shift+z', 'Mod+y'],
      description: 'Redo',
      group: 'Edit',
      run: () => element.redo(),
    },
    {
      id: 'submit',
      keys: ['Mod+Enter'],
      description: 'Submit',
      group: 'Edit',
      when: () => element.hasForm,
      run: () => element.submit(),
    },
    {
      id: 'in',
      keys: ['+', '='],
      description: 'Zoom in (or turn the wheel)',
      group: 'View',
      run: () => stage.zoomBy(ZOOM_STEP),
    },
    {
      id: 'out',
      keys: ['-'],
      description: 'Zoom out',
      group: 'View',
      run: () => stage.zoomBy(1 / ZOOM_STEP),
    },
    {
      id: 'fit',
      keys: ['0', 'f'],
      description: 'Show the whole picture',
      group: 'View',
      run: () => stage.fit(),
    },
    pan('ArrowLeft', 1, 0),
    pan('ArrowRight', -1, 0),
    pan('ArrowUp', 0, 1),
    pan('ArrowDown', 0, -1),
    {
      id: 'help',
      keys: ['?'],
      description: 'Instructions and keys',
      group: 'View',
      run: () => element.openHelp(),
    },
  ];
}
