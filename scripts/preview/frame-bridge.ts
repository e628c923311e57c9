/**
 * Runs in the worker's page of the preview, beside the elements, and tells the preview what a worker would
 * submit now, whether it is complete, and what went wrong. The built templates do not have it.
 */
export type BridgeMessage =
  | {
      source: 'gtkit-preview';
      kind: 'answer';
      answer: Record<string, unknown>;
      valid: boolean;
      message: string;
    }
  | { source: 'gtkit-preview'; kind: 'error'; message: string };

/** Milliseconds between looks at the answer, for changes that come without an event. */
const LOOK_EVERY = 400;

const tags = document.querySelector<HTMLMetaElement>('meta[name="gtkit-elements"]')?.content.split(' ') ?? [];
let last = '';

function post(message: BridgeMessage): void {
  window.parent.postMessage(message, '*');
}

function report(): void {
  const answer: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement & { validationMessage?: unknown }>(
    tags.join(','),
  )) {
    const input = element.querySelector<HTMLInputElement>('input[type="hidden"][name]');
    if (input && input.value !== '') answer[input.name] = readValue(input.value);
    // Our elements say what reportValidity() would; native controls and others are only known as invalid.
    if (element.validationMessage) problems.push(String(element.validationMessage));
    else if (element.matches(':invalid')) problems.push('Something is missing.');
  }
  const message = {
    source: 'gtkit-preview',
    kind: 'answer',
    answer,
    valid: problems.length === 0,
    message: problems[0] ?? '',
  } as const;
  const text = JSON.stringify(message);
  if (text === last) return;
  last = text;
  post(message);
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
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
    if (message) post({ source: 'gtkit-preview', kind: 'error', message });
  },
  true,
);
addEventListener('unhandledrejection', (event) => {
  post({ source: 'gtkit-preview', kind: 'error', message: String(event.reason) });
});
