const types = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'] as const;

/**
 * What a pointer does on one surface, to be done again on another one that comes to lie over it. The browser's own
 * events are repeated, so that whatever is there takes them for its own; a pointer that is still down goes on there.
 */
export class Strokes {
  /** Whether the other surface is on its way: what comes is kept. */
  waiting = false;
  private events: PointerEvent[] = [];
  private readonly surface: HTMLElement;

  constructor(surface: HTMLElement) {
    this.surface = surface;
    // Before anybody acts on them: who does may begin to wait.
    for (const type of types) surface.addEventListener(type, (event) => this.keep(event), true);
  }

  /** Repeats all on the other surface, which has the pointer from now on. */
  repeatOn(other: HTMLElement): boolean {
    const { events } = this;
    const last = events.at(-1);
    this.waiting = false;
    this.events = [];
    for (const event of events) other.dispatchEvent(new PointerEvent(event.type, event));
    if (last) this.surface.dispatchEvent(new PointerEvent('pointercancel', last));
    this.events = [];
    return last !== undefined;
  }

  private keep(event: PointerEvent): void {
    if (this.waiting || (event.buttons > 0 && event.type !== 'pointerdown')) this.events.push(event);
    else this.events = event.type === 'pointerdown' ? [event] : [];
  }
}
