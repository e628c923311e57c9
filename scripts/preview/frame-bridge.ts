import { post } from './frame-messages.ts';
import { lookAtAnswer } from './look-at-answer.ts';

// Runs in the worker's page of the preview, beside the elements, and tells the preview what a worker would
// submit now, whether it is complete, and what went wrong. The built templates do not have it.

/** Milliseconds between looks at the answer, for changes that come without an event. */
const LOOK_EVERY = 400;

let last = '';

function report(): void {
  const message = { kind: 'answer', ...lookAtAnswer() } as const;
  const text = JSON.stringify(message);
  if (text === last) return;
  last = text;
  post(message);
}

for (const type of ['input', 'change', 'load'])
  addEventListener(type, () => requestAnimationFrame(report), true);
setInterval(report, LOOK_EVERY);
addEventListener(
  'error',
  (event) => {
    const failed =
      event.target instanceof HTMLScriptElement
        ? `Could not load ${new URL(event.target.src).pathname}.`
        : '';
    const message = failed || event.message;
    if (message) post({ kind: 'error', message });
  },
  true,
);
addEventListener('unhandledrejection', (event) => {
  post({ kind: 'error', message: String(event.reason) });
});

// What the author asks for can wait for the elements; what a worker does is recorded from then on.
void import('./frame-workbench.ts');
