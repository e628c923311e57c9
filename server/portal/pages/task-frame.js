import { element } from './element.js';
import { keptDraft } from './kept-draft.js';

/** Longest answer that the server takes, in characters. */
const MAX_ANSWER = 2_000_000;
/** A page that is not ready by then may be broken. */
const SLOW_MS = 8000;

/**
 * The requester's page in a frame without our origin: its scripts run, and reach neither session nor routes.
 * @param {{id: string, page: string, title: string}} task
 * @param {{onReady: () => void, onSlow: () => void, onAnswer: (taskAnswers: string) => void}} events
 */
export function taskFrame(task, { onReady, onSlow, onAnswer }) {
  const frame = element('iframe', {
    class: 'task-frame loading',
    sandbox: 'allow-scripts allow-forms allow-modals',
    referrerpolicy: 'no-referrer',
    title: task.title,
    src: task.page,
  });
  let ready = false;

  function becomeReady() {
    if (ready) return;
    ready = true;
    clearTimeout(slow);
    frame.classList.remove('loading');
    // Shortcuts of the page work at once.
    frame.focus();
    onReady();
  }

  function receive({ source, data }) {
    // Only this frame may speak, whatever other windows send.
    if (source !== frame.contentWindow) return;
    // The frame has no origin that could be named; only this one window gets the reply.
    if (data?.source === 'gtkit-draft')
      keptDraft.receive(task.id, data, (reply) => source.postMessage(reply, '*'));
    if (data?.source !== 'crowd-form') return;
    if (data.ready === true) becomeReady();
    if (typeof data.taskAnswers === 'string' && data.taskAnswers.length <= MAX_ANSWER)
      onAnswer(data.taskAnswers);
  }

  const slow = setTimeout(onSlow, SLOW_MS);
  addEventListener('message', receive);
  // The crowd elements wait a quarter of a second before they say that they are ready, and a page without them
  // never says it. Once loaded, with a moment for the first picture, a page can be worked on.
  frame.addEventListener('load', () => setTimeout(becomeReady, 40));
  return {
    frame,
    remove() {
      clearTimeout(slow);
      removeEventListener('message', receive);
      frame.remove();
    },
  };
}
