import { isDragOf, scrollerOf } from './finger-scroll.ts';

/** Events of a finger that is imitated: no browser made them, and yet they are what the worker did. */
export const imitated = new WeakSet<Event>();

/** The second finger's number beside the first one's. */
const SECOND = 1000;
/** Milliseconds between looks for style sheets that came later. */
const LOOK_EVERY = 500;

let on = false;
let looking: ReturnType<typeof setInterval> | undefined;

/** Makes the mouse a finger, or a mouse again; what styles say of coarse pointers holds as long. */
export function imitateFinger(wanted: boolean): void {
  if (wanted === on) return;
  on = wanted;
  clearInterval(looking);
  markCoarse();
  if (on) looking = setInterval(markCoarse, LOOK_EVERY);
  else finger.lift();
}

interface Touch {
  target: Element;
  /** Where the press began, and where it was last. */
  start: { x: number; y: number };
  last: { x: number; y: number };
  /** What the second finger mirrors the first one at, when there is one. */
  middle: { x: number; y: number } | undefined;
  /** What the finger would scroll. */
  scroller: Element | undefined;
  scrolls: boolean;
}

/** The finger that is on the glass: a ring, and what it presses. */
const finger = {
  touch: undefined as Touch | undefined,
  rings: [] as HTMLElement[],
  lift() {
    this.touch = undefined;
    for (const ring of this.rings) ring.remove();
    this.rings = [];
  },
};

/** In the page of a worker, before anything else listens: mouse events become those of a finger while it is on. */
export function listenForFinger(): void {
  for (const type of [
    'pointerdown',
    'pointermove',
    'pointerup',
    'pointercancel',
    'pointerover',
    'pointerout',
  ])
    addEventListener(type, (event) => take(event as PointerEvent), { capture: true });
  // A finger that moves selects no text.
  addEventListener('selectstart', (event) => finger.touch && event.preventDefault(), { capture: true });
  // Who scrolled with the finger has not clicked.
  addEventListener(
    'click',
    (event) => {
      if (!on || !scrolled) return;
      scrolled = false;
      event.stopImmediatePropagation();
      event.preventDefault();
    },
    { capture: true },
  );
}

let scrolled = false;

function take(event: PointerEvent): void {
  if (!on || !event.isTrusted || event.pointerType !== 'mouse') return;
  event.stopImmediatePropagation();
  const place = { x: event.clientX, y: event.clientY };
  if (event.type === 'pointerdown' && event.button === 0) {
    const [target] = event.composedPath();
    if (!(target instanceof Element)) return;
    scrolled = false;
    const box = target.getBoundingClientRect();
    const middle = event.shiftKey ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : undefined;
    const scroller = middle ? undefined : scrollerOf(event.composedPath());
    finger.touch = { target, start: place, last: place, middle, scroller, scrolls: false };
    finger.rings = [ring(), ...(middle ? [ring()] : [])];
  }
  const { touch } = finger;
  if (!touch || event.type === 'pointerover' || event.type === 'pointerout') return;
  if (event.type === 'pointermove' && scrollWith(touch, place, event)) return;
  touch.last = place;
  if (!touch.scrolls) tell(event, touch, place);
  moveRings(touch, place);
  if (event.type === 'pointerup' || event.type === 'pointercancel') finger.lift();
}

/** @returns whether the page is scrolled, of which the pressed element hears no more */
function scrollWith(touch: Touch, place: Touch['last'], event: PointerEvent): boolean {
  const { scroller, start, last } = touch;
  if (!scroller) return false;
  if (!touch.scrolls) {
    if (!isDragOf(start, place)) return false;
    touch.scrolls = true;
    scrolled = true;
    send('pointercancel', event, touch.target, start, event.pointerId);
  }
  getSelection()?.removeAllRanges();
  scroller.scrollTop -= place.y - last.y;
  touch.last = place;
  moveRings(touch, place);
  return true;
}

/** Tells the pressed element of one finger, or of two that mirror one another. */
function tell(event: PointerEvent, { target, middle }: Touch, place: Touch['last']): void {
  send(event.type, event, target, place, event.pointerId);
  if (middle) send(event.type, event, target, mirrored(place, middle), event.pointerId + SECOND);
}

function send(type: string, event: PointerEvent, target: Element, { x, y }: Touch['last'], id: number): void {
  const made = new PointerEvent(type, {
    bubbles: true,
    cancelable: true,
    composed: true,
    view: window,
    clientX: x,
    clientY: y,
    button: type === 'pointermove' ? -1 : 0,
    buttons: type === 'pointerup' || type === 'pointercancel' ? 0 : 1,
    // Shift is here the second finger.
    shiftKey: false,
    ctrlKey: event.ctrlKey,
    altKey: event.altKey,
    metaKey: event.metaKey,
    pointerId: id,
    pointerType: 'touch',
    isPrimary: id < SECOND,
    width: 24,
    height: 24,
  });
  imitated.add(made);
  target.dispatchEvent(made);
}

const mirrored = ({ x, y }: Touch['last'], middle: Touch['last']) => ({
  x: 2 * middle.x - x,
  y: 2 * middle.y - y,
});

function ring(): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute('aria-hidden', 'true');
  element.style.cssText =
    'position:fixed;left:-14px;top:-14px;width:28px;height:28px;border-radius:50%;background:rgb(128 136 150/.45);box-shadow:0 0 0 1.5px rgb(255 255 255/.9),0 0 0 3px rgb(0 0 0/.35);pointer-events:none;z-index:2147483647';
  // Beside the body, so that the paths of recorded elements stay as they are.
  document.documentElement.append(element);
  return element;
}

function moveRings({ middle }: Touch, place: Touch['last']): void {
  const places = [place, ...(middle ? [mirrored(place, middle)] : [])];
  for (const [index, element] of finger.rings.entries()) {
    const { x, y } = places[index] ?? place;
    element.style.transform = `translate(${x}px,${y}px)`;
  }
}

/** Media rules about coarse pointers, with what they said. */
const rules = new Map<CSSMediaRule, string>();

/** A page cannot change what its pointer is, so the rules that ask for it are told to hold. */
function markCoarse(): void {
  for (const sheet of sheetsIn(document))
    for (const rule of sheet.cssRules)
      if (rule instanceof CSSMediaRule && /pointer:\s*coarse/.test(rule.media.mediaText))
        rules.set(rule, rule.media.mediaText);
  for (const [rule, said] of rules) {
    const wanted = on ? 'all' : said;
    if (rule.media.mediaText !== wanted) rule.media.mediaText = wanted;
  }
}

function sheetsIn(root: Document | ShadowRoot): CSSStyleSheet[] {
  const inner = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
    shadowRoot ? sheetsIn(shadowRoot) : [],
  );
  return [...root.styleSheets, ...root.adoptedStyleSheets, ...inner];
}
