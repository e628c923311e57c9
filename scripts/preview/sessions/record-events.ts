import { imitated } from '../imitate-finger.ts';
import { pathOf } from './element-path.ts';
import { isSpareMove, MAX_EVENTS, type SessionEvent } from './session.ts';

const pointerTypes = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'] as const;
/** Milliseconds between reports. */
const REPORT_EVERY = 250;

/**
 * Listens to everything that the worker does in this page and reports it in batches.
 * @returns a function that stops it
 */
export function recordEvents(report: (events: SessionEvent[]) => void): () => void {
  const start = performance.now();
  const listening = new AbortController();
  let batch: SessionEvent[] = [];
  let last: SessionEvent | undefined;
  let count = 0;

  const flush = () => {
    if (batch.length > 0) report(batch);
    batch = [];
  };
  const keep = (
    event: Event,
    more: Omit<SessionEvent, 't' | 'e'>,
    name = event.type as SessionEvent['e'],
  ) => {
    if (!(event.isTrusted || imitated.has(event)) || count >= MAX_EVENTS) return;
    const entry: SessionEvent = { t: Math.max(0, Math.round(performance.now() - start)), e: name, ...more };
    if (isSpareMove(last, entry)) return;
    last = entry;
    count += 1;
    batch.push(entry);
    // A click may submit and end this page, so only what comes in swarms waits for the next report.
    if (entry.e !== 'pointermove' && entry.e !== 'wheel') flush();
  };
  const on = <E extends Event>(type: string, listen: (event: E) => void) =>
    addEventListener(type, listen as (event: Event) => void, {
      capture: true,
      passive: true,
      signal: listening.signal,
    });

  for (const type of pointerTypes)
    on<PointerEvent>(type, (event) =>
      keep(event, {
        ...placeOf(event),
        p: event.pointerType as 'mouse',
        d: event.pointerId,
        i: event.button,
        b: event.buttons,
        ...modifiersOf(event),
      }),
    );
  on<WheelEvent>('wheel', (event) =>
    keep(event, {
      ...placeOf(event),
      dx: round(event.deltaX),
      dy: round(event.deltaY),
      dm: event.deltaMode,
      ...modifiersOf(event),
    }),
  );
  for (const type of ['keydown', 'keyup'])
    on<KeyboardEvent>(type, (event) =>
      keep(event, { k: event.key.slice(0, 40), c: event.code, ...modifiersOf(event), ...targetOf(event) }),
    );
  for (const type of ['click', 'dblclick'])
    on<MouseEvent>(type, (event) =>
      keep(event, { ...placeOf(event), i: event.button, ...modifiersOf(event), ...targetOf(event) }),
    );
  on('focusin', (event) => keep(event, targetOf(event), 'focus'));
  for (const type of ['input', 'change'])
    on(type, (event) => {
      const field = event.composedPath()[0];
      if (field instanceof HTMLInputElement && /checkbox|radio/.test(field.type))
        keep(event, { ...targetOf(event), v: field.checked });
      else if (
        field instanceof HTMLInputElement ||
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement
      )
        keep(event, { ...targetOf(event), v: field.value.slice(0, 2000) });
    });

  const timer = setInterval(flush, REPORT_EVERY);
  return () => {
    flush();
    clearInterval(timer);
    listening.abort();
  };
}

const round = (value: number) => Math.round(value * 10) / 10;
const placeOf = (event: MouseEvent) => ({ x: round(event.clientX), y: round(event.clientY) });

function targetOf(event: Event): { at?: string } {
  const [target] = event.composedPath();
  return target instanceof Element ? { at: pathOf(target).slice(0, 400) } : {};
}

function modifiersOf(event: MouseEvent | KeyboardEvent): { m?: number } {
  const m =
    Number(event.shiftKey) + 2 * Number(event.ctrlKey) + 4 * Number(event.altKey) + 8 * Number(event.metaKey);
  return m === 0 ? {} : { m };
}
