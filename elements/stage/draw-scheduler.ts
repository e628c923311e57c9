/** The layers that can be out of date. */
export type Layer = 'view' | 'static' | 'active';

/**
 * One animation frame for everything that has to be drawn. Handlers only mark layers; however many events
 * arrive, each layer is drawn at most once a frame.
 */
export class DrawScheduler {
  readonly #draw: (dirty: ReadonlySet<Layer>) => void;
  #dirty = new Set<Layer>();
  #frame = 0;

  constructor(draw: (dirty: ReadonlySet<Layer>) => void) {
    this.#draw = draw;
  }

  /** Marks a layer. A moved view takes the active layer along; the static one can be carried for a while. */
  invalidate(layer: Layer): void {
    this.#dirty.add(layer);
    if (layer === 'view') this.#dirty.add('active');
    this.#frame ||= requestAnimationFrame(() => this.flush());
  }

  /** Draws now what is out of date. */
  flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#dirty.size === 0) return;
    const dirty = this.#dirty;
    this.#dirty = new Set();
    this.#draw(dirty);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}
