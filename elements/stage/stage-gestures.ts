import { type Point, panBy, toImage } from '#geometry/view.ts';
import type { ImageStage } from './image-stage.ts';
import type { StageClient, StagePointer } from './tool.ts';

/** Zoom per CSS pixel of a wheel: a notch of 100 is a factor of 1.16, a pinch is finer grained. */
const WHEEL_RATE = 0.0015;
const PINCH_RATE = 0.01;
/** CSS pixels per line and per page, for wheels that count so. */
const WHEEL_UNITS = [1, 16, 400] as const;

type Mode = 'none' | 'tool' | 'pan' | 'pinch';

/**
 * Turns pointer events into view changes and tool calls. Wheel and pinch zoom at the cursor; space, the middle
 * button or a drag that the tool refuses pan; a second finger takes over from the tool.
 */
export class StageGestures {
  readonly #stage: ImageStage;
  readonly #client: StageClient;
  readonly #fingers = new Map<number, Point>();
  #mode: Mode = 'none';
  #last: Point = { x: 0, y: 0 };
  #spaceDown = false;
  #listening = new AbortController();

  constructor(stage: ImageStage, client: StageClient) {
    this.#stage = stage;
    this.#client = client;
  }

  connect(): void {
    this.#listening.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const { root } = this.#stage;
    root.addEventListener('wheel', (event) => this.#wheel(event), { passive: false, signal });
    root.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    root.addEventListener('pointermove', (event) => this.#move(event), { signal });
    root.addEventListener('pointerup', (event) => this.#up(event), { signal });
    root.addEventListener('pointercancel', (event) => this.#abandon(event), { signal });
    root.addEventListener('pointerleave', () => this.#mode === 'none' && this.#client.tool.hover(undefined), {
      signal,
    });
    root.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    // The ring is for focus that came by keyboard; a browser would also show it at a Shift before a click.
    const ring = (shown: boolean) => root.toggleAttribute('data-ring', shown);
    root.addEventListener('focus', () => ring(root.matches(':focus-visible')), { signal });
    root.addEventListener('blur', () => ring(false), { signal });
    // Space pans only while the surface has the focus: elsewhere it presses buttons.
    const down = (event: KeyboardEvent) => {
      this.#space(event, true);
      if (event.key === 'Escape') this.#cancelTool(event);
      // Tab may walk through the keypoints and stay here.
      if (event.key === 'Tab') ring(true);
    };
    root.addEventListener('keydown', down, { signal });
    window.addEventListener('keyup', (event) => this.#space(event, false), { signal });
  }

  disconnect(): void {
    this.#listening.abort();
    this.#cancelTool();
    this.#fingers.clear();
    this.#spaceDown = false;
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const delta =
      event.deltaY * (WHEEL_UNITS[event.deltaMode] ?? 1) * (event.ctrlKey ? PINCH_RATE : WHEEL_RATE);
    // One event is at most a doubling, however violent the wheel.
    this.#stage.zoomBy(Math.exp(Math.min(Math.max(-delta, -0.7), 0.7)), this.#place(event));
    if (this.#mode === 'none') this.#client.tool.hover(this.#pointer(event));
  }

  #down(event: PointerEvent): void {
    const { root } = this.#stage;
    if (this.#stage.status !== 'ready') return;
    const place = this.#place(event);
    if (event.pointerType === 'touch') this.#fingers.set(event.pointerId, place);
    try {
      root.setPointerCapture(event.pointerId);
    } catch {
      // A synthetic pointer has nothing to capture; the gesture works without.
    }
    if (this.#fingers.size === 2) {
      this.#cancelTool();
      this.#mode = 'pinch';
      return;
    }
    if (this.#mode !== 'none') return;
    this.#last = place;
    const pans = event.button === 1 || this.#spaceDown || !this.#client.editable;
    if (event.button > 1) return;
    this.#mode = !pans && this.#client.tool.down(this.#pointer(event)) ? 'tool' : 'pan';
    if (event.button === 1) event.preventDefault();
    this.#showCursor(event);
  }

  #move(event: PointerEvent): void {
    const place = this.#place(event);
    if (this.#mode === 'pinch') {
      this.#pinch(event.pointerId, place);
      return;
    }
    if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, place);
    if (this.#mode === 'tool') this.#client.tool.move(this.#pointer(event));
    else if (this.#mode === 'pan') {
      this.#stage.setView(panBy(this.#stage.view, place.x - this.#last.x, place.y - this.#last.y));
      this.#last = place;
    } else if (this.#stage.status === 'ready') this.#client.tool.hover(this.#pointer(event));
    this.#showCursor(event);
  }

  #up(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    const mode = this.#mode;
    if (mode === 'pinch' && this.#fingers.size > 0) {
      // The finger that stays goes on as a pan, never as a stroke of the tool.
      this.#mode = 'pan';
      this.#last = [...this.#fingers.values()][0] ?? this.#last;
      return;
    }
    this.#mode = 'none';
    if (mode === 'tool') this.#client.tool.up(this.#pointer(event));
    if (event.pointerType === 'touch') this.#client.tool.hover(undefined);
    this.#showCursor(event);
  }

  #abandon(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    this.#cancelTool();
    this.#mode = 'none';
  }

  #cancelTool(event?: Event): void {
    if (this.#mode !== 'tool') return;
    event?.stopPropagation();
    this.#mode = 'none';
    this.#client.tool.cancel();
  }

  /** Zooms by the change of the fingers' distance and moves with their middle. */
  #pinch(id: number, place: Point): void {
    const old = this.#fingers.get(id);
    const other = [...this.#fingers].find(([key]) => key !== id)?.[1];
    if (old === undefined || other === undefined) return;
    this.#fingers.set(id, place);
    const distance = (a: Point) => Math.hypot(a.x - other.x, a.y - other.y);
    const middle = { x: (place.x + other.x) / 2, y: (place.y + other.y) / 2 };
    this.#stage.panBy((place.x - old.x) / 2, (place.y - old.y) / 2);
    if (distance(old) > 1) this.#stage.zoomBy(distance(place) / distance(old), middle);
  }

  #space(event: KeyboardEvent, down: boolean): void {
    if (event.key !== ' ') return;
    if (down) event.preventDefault();
    this.#spaceDown = down;
    this.#stage.root.style.cursor = down ? 'grab' : '';
  }

  #showCursor(event: PointerEvent): void {
    const panning = this.#mode === 'pan' || this.#mode === 'pinch';
    const cursor = panning
      ? 'grabbing'
      : this.#spaceDown
        ? 'grab'
        : this.#client.editable
          ? this.#client.tool.cursor(this.#pointer(event))
          : '';
    if (this.#stage.root.style.cursor !== cursor) this.#stage.root.style.cursor = cursor;
  }

  #place(event: MouseEvent): Point {
    const box = this.#stage.root.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #pointer(event: MouseEvent): StagePointer {
    const screen = this.#place(event);
    return {
      screen,
      image: toImage(this.#stage.view, screen),
      scale: this.#stage.view.k,
      turn: this.#stage.view.turn ?? 0,
      shift: event.shiftKey,
      alt: event.altKey,
      mod: event.ctrlKey || event.metaKey,
      touch: event instanceof PointerEvent && event.pointerType === 'touch',
    };
  }
}
