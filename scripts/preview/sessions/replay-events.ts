import { elementAt, elementUnder } from './element-path.ts';
import { replayTimes, type SessionEvent } from './session.ts';

/**
 * Does again what a worker did, with the same timing or faster, and shows the pointer. Resolves at the end or
 * when the signal stops it.
 * @param progress called with the number of events that are done
 */
export async function replayEvents(
  events: readonly SessionEvent[],
  speed: number,
  signal: AbortSignal,
  progress: (done: number) => void,
): Promise<void> {
  const times = replayTimes(events, speed);
  await picturesLoaded(signal);
  const pointer = showPointer();
  // Whoever gets a pointer's down gets the rest of it: a made event can't capture the pointer.
  const captured = new Map<number, Element>();
  const start = performance.now();
  try {
    for (const [index, event] of events.entries()) {
      const wait = (times[index] ?? 0) - (performance.now() - start);
      if (wait > 4) {
        progress(index);
        await new Promise((resolve) => setTimeout(resolve, wait));
      } else {
        // On a slow machine the events are late; the page still gets its turn between two of them.
        await new Promise((resolve) => setTimeout(resolve));
      }
      if (signal.aborted) return;
      if (event.x !== undefined) pointer.move(event);
      perform(event, captured);
    }
    progress(events.length);
    // What the last event set off is drawn and mirrored in the next frames.
    await new Promise((resolve) => setTimeout(resolve, 120));
  } finally {
    pointer.remove();
  }
}

/** How long a replay waits for the page's pictures. */
const PICTURES_MS = 10_000;

/** Waits for the pictures of the page: a worker began when they were there, and so does the replay. */
async function picturesLoaded(signal: AbortSignal): Promise<void> {
  const end = performance.now() + PICTURES_MS;
  while (!signal.aborted && performance.now() < end && !picturesIn(document).every((image) => image.complete))
    await new Promise((resolve) => setTimeout(resolve, 50));
  // The load event and what it sets off come after `complete`.
  await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Every picture, also in shadow roots. */
function picturesIn(root: ParentNode): HTMLImageElement[] {
  return [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element instanceof HTMLImageElement ? [element] : []),
    ...(element.shadowRoot ? picturesIn(element.shadowRoot) : []),
  ]);
}

function perform(event: SessionEvent, captured: Map<number, Element>): void {
  const { e: type, x = 0, y = 0, m = 0 } = event;
  const common = {
    bubbles: true,
    cancelable: true,
    composed: true,
    view: window,
    shiftKey: (m & 1) > 0,
    ctrlKey: (m & 2) > 0,
    altKey: (m & 4) > 0,
    metaKey: (m & 8) > 0,
  };
  const mouse = { ...common, clientX: x, clientY: y, button: event.i ?? 0, buttons: event.b ?? 0 };
  const named = event.at === undefined ? undefined : elementAt(event.at);
  if (type.startsWith('pointer')) {
    const id = event.d ?? 1;
    const target = captured.get(id) ?? elementUnder(x, y);
    if (type === 'pointerdown' && target) captured.set(id, target);
    if (type === 'pointerup' || type === 'pointercancel') captured.delete(id);
    const init = { ...mouse, pointerId: id, pointerType: event.p ?? 'mouse', isPrimary: true };
    target?.dispatchEvent(new PointerEvent(type, init));
  } else if (type === 'wheel') {
    const init = { ...mouse, deltaX: event.dx ?? 0, deltaY: event.dy ?? 0, deltaMode: event.dm ?? 0 };
    elementUnder(x, y)?.dispatchEvent(new WheelEvent(type, init));
  } else if (type === 'keydown' || type === 'keyup') {
    const target = named ?? document.body;
    target.dispatchEvent(new KeyboardEvent(type, { ...common, key: event.k ?? '', code: event.c ?? '' }));
  } else if (type === 'click' || type === 'dblclick') {
    // A label sends its click on to its field by itself, which was recorded too.
    if (named && !(named instanceof HTMLLabelElement))
      named.dispatchEvent(new MouseEvent(type, { ...mouse, detail: type === 'click' ? 1 : 2 }));
  } else if (type === 'focus') {
    if (named instanceof HTMLElement) named.focus({ preventScroll: true });
  } else if (named && event.v !== undefined) {
    setField(named, event.v);
    named.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  }
}

function setField(field: Element, value: string | boolean): void {
  if (typeof value === 'boolean') {
    if (field instanceof HTMLInputElement) field.checked = value;
  } else if ('value' in field) {
    (field as HTMLInputElement).value = value;
  }
}

/** A ring that stands for the pointer; elements under it don't notice. */
function showPointer() {
  const ring = document.createElement('div');
  ring.setAttribute('aria-hidden', 'true');
  ring.style.cssText =
    'position:fixed;left:-9px;top:-9px;width:18px;height:18px;border-radius:50%;border:2px solid #fff;box-shadow:0 0 0 2px #2563eb,0 0 6px rgb(0 0 0/.5);pointer-events:none;z-index:2147483647;visibility:hidden';
  // Beside the body, so that the paths of recorded elements stay as they are.
  document.documentElement.append(ring);
  return {
    move: ({ x = 0, y = 0, b = 0 }: SessionEvent) => {
      ring.style.visibility = 'visible';
      ring.style.transform = `translate(${x}px,${y}px)`;
      ring.style.background = b > 0 ? 'rgb(37 99 235/.6)' : 'none';
    },
    remove: () => ring.remove(),
  };
}
