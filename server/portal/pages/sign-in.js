import { api } from './api.js';
import { element } from './element.js';
import { show } from './show.js';

/**
 * Asks for the worker's name.
 * @param {(worker: {id: string, name: string}) => void} onSignedIn
 */
export function showSignIn(onSignedIn) {
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const input = element('input', {
    id: 'name',
    name: 'name',
    class: 'field',
    autocomplete: 'name',
    autofocus: true,
    required: true,
    maxlength: 64,
    'aria-describedby': 'why',
  });
  const button = element('button', { class: 'button button-accent', type: 'submit', text: 'Continue' });

  async function submit(event) {
    event.preventDefault();
    const name = input.value.trim();
    problem.hidden = name !== '';
    problem.textContent = name === '' ? 'Please type your name.' : '';
    if (name === '') return;
    button.disabled = true;
    try {
      const { worker } = await api.signIn(name);
      onSignedIn(worker);
    } catch (error) {
      problem.textContent =
        error.status === 0 ? 'The server does not answer. Please try again.' : error.message;
      problem.hidden = false;
      button.disabled = false;
    }
  }

  const form = element(
    'form',
    { class: 'sign-in', novalidate: true, onsubmit: submit },
    element('img', { src: '/portal/icon.svg', alt: '', width: 40, height: 40 }),
    element('h1', { text: 'Who is labeling?' }),
    element('label', { for: 'name', text: 'Your name' }),
    input,
    problem,
    element('p', {
      id: 'why',
      class: 'hint',
      text: 'It goes with your answers. Use the same name next time to go on where you stopped.',
    }),
    button,
  );
  show('Sign in', [element('main', { class: 'center' }, form)]);
}
