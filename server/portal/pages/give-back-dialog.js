import { element } from './element.js';

const words = {
  decline: {
    title: 'Decline this task?',
    text: 'Others get it instead, and it does not come back to you. What you marked on it is not kept.',
    yes: 'Decline',
  },
  release: {
    title: 'Stop here?',
    text: 'The task goes back, and you can take it again later. What you marked on it is not kept.',
    yes: 'Stop here',
  },
};

/**
 * Asks before work is given up.
 * @param {'decline' | 'release'} kind
 * @param {() => void} onYes
 */
export function giveBackDialog(kind, onYes) {
  const { title, text, yes } = words[kind];
  const dialog = element(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'dialog-title' },
    element(
      'form',
      { method: 'dialog' },
      element('h2', { id: 'dialog-title', text: title }),
      element('p', { text }),
      element(
        'div',
        { class: 'actions' },
        element('button', { class: 'button', value: 'no', autofocus: true, text: 'Keep going' }),
        element('button', { class: 'button button-accent', value: 'yes', text: yes }),
      ),
    ),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (dialog.returnValue === 'yes') onYes();
  });
  document.body.append(dialog);
  dialog.showModal();
}
