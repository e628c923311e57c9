import { messageOf } from '#contracts/message-of.ts';
import { outlineOf } from './accessibility/outline.ts';
import { runAxe } from './accessibility/run-axe.ts';
import { emulateScheme } from './emulate-scheme.ts';
import { type FrameRequest, post } from './frame-messages.ts';
import { imitateFinger, listenForFinger } from './imitate-finger.ts';
import { lookAtAnswer } from './look-at-answer.ts';
import { recordEvents } from './sessions/record-events.ts';
import { replayEvents } from './sessions/replay-events.ts';
import type { SessionEvent } from './sessions/session.ts';

// Does in the worker's page what the author asks for (replays, checks, outlines) and records what happens.

/** Longest wait for a picture, ms. */
const LONGEST_WAIT = 5000;
/** Milliseconds between looks at the outline, while it is shown. */
const FOLLOW_EVERY = 400;

let stopRecording: (() => void) | undefined;
let replaying: AbortController | undefined;
const outlined = new Map<number, Element>();
/** The outline that the workbench has, as JSON. */
let told = '';
let following: ReturnType<typeof setInterval> | undefined;

async function replay(events: readonly SessionEvent[], speed: number): Promise<void> {
  stopRecording?.();
  replaying?.abort();
  const own = new AbortController();
  replaying = own;
  const tell = (done: number, finished = false) =>
    post({ kind: 'replay', done, finished, answer: lookAtAnswer().answer });
  let told = 0;
  await picturesReady();
  await replayEvents(events, speed, own.signal, (done) => {
    if (performance.now() - told < 100) return;
    told = performance.now();
    tell(done);
  });
  if (!own.signal.aborted) tell(events.length, true);
}

/** Waits for the elements' pictures: a click before that places nothing. A picture that never comes is not waited for. */
async function picturesReady(): Promise<void> {
  const stages = () =>
    [...document.querySelectorAll('*')].flatMap((element) => [
      ...(element.shadowRoot?.querySelectorAll<HTMLElement>('[data-status]') ?? []),
    ]);
  const start = performance.now();
  while (performance.now() < start + LONGEST_WAIT) {
    const found = stages();
    // An element that shows no picture in this way has none to wait for.
    const known = found.length > 0 || performance.now() > start + 500;
    if (known && found.every((stage) => stage.dataset['status'] === 'ready')) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // The first frame is drawn after that.
  await new Promise((resolve) => setTimeout(resolve, 150));
}

/** Tells the outline if it is another one than the workbench has. */
function tellOutline(): void {
  outlined.clear();
  const nodes = outlineOf(document.body, outlined);
  const text = JSON.stringify(nodes);
  if (text === told) return;
  told = text;
  post({ kind: 'outline', nodes });
}

/** Draws a frame around an element of the outline. */
function highlight(id: number | undefined): void {
  document.getElementById('gtkit-highlight')?.remove();
  const element = outlined.get(id ?? -1);
  if (!element) return;
  element.scrollIntoView({ block: 'nearest' });
  const { left, top, width, height } = element.getBoundingClientRect();
  const frame = document.createElement('div');
  frame.id = 'gtkit-highlight';
  frame.setAttribute('aria-hidden', 'true');
  frame.style.cssText = `position:fixed;left:${left}px;top:${top}px;width:${width}px;height:${height}px;outline:3px solid #2563eb;outline-offset:1px;background:rgb(37 99 235/.18);border-radius:4px;pointer-events:none;z-index:2147483647`;
  document.documentElement.append(frame);
}

// Before the recording listens, which is to hear the finger and not the mouse.
listenForFinger();

addEventListener('message', (event: MessageEvent<FrameRequest>) => {
  if (event.source !== window.parent || event.data?.source !== 'gtkit-workbench') return;
  const request = event.data;
  if (request.kind === 'replay') void replay(request.events, request.speed);
  else if (request.kind === 'stop') replaying?.abort();
  else if (request.kind === 'scheme') emulateScheme(request.scheme);
  else if (request.kind === 'finger') imitateFinger(request.on);
  else if (request.kind === 'highlight') highlight(request.id);
  else if (request.kind === 'outline') {
    clearInterval(following);
    told = '';
    tellOutline();
    if (request.follow) following = setInterval(tellOutline, FOLLOW_EVERY);
  } else {
    runAxe().then(
      (found) => post({ kind: 'axe', report: found }),
      (error: unknown) => post({ kind: 'axe', problem: messageOf(error) }),
    );
  }
});

function begin(): void {
  const size = () => ({ width: innerWidth, height: innerHeight });
  stopRecording = recordEvents((events) => post({ kind: 'events', events, size: size() }));
  post({ kind: 'ready', page: location.pathname });
}

if (document.readyState === 'complete') begin();
else addEventListener('load', begin, { once: true });
