import { element, icon } from './element.js';

const view = document.querySelector('#view');
const live = document.querySelector('#live');

/** Ends what the view before left running. */
let leave = () => {};

/**
 * Shows a view instead of the one before.
 * @param {string} title of the document
 * @param {Node[]} nodes
 * @param {() => void} [onLeave] called when another view is shown
 */
export function show(title, nodes, onLeave = () => {}) {
  leave();
  leave = onLeave;
  document.title = title;
  view.replaceChildren(...nodes);
  view.querySelector('[autofocus]')?.focus();
}

/** Tells what happened to those who cannot see it. */
export function announce(text) {
  live.textContent = text;
}

/**
 * A page with one message and what to do next: nothing left, time up, an error.
 * @param {{icon: string, title: string, text: string, tone?: string, actions: Node[]}} message
 */
export function message({ icon: name, title, text, tone = 'calm', actions }) {
  announce(`${title}. ${text}`);
  return element(
    'main',
    { class: `message message-${tone}` },
    element('div', { class: 'message-icon' }, icon(name)),
    element('h1', { text: title }),
    element('p', { text }),
    element('div', { class: 'actions' }, ...actions),
  );
}
