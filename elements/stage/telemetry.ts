/** A pause longer than this counts as this long: the worker has gone for coffee. */
const IDLE_MS = 5000;
/** Largest telemetry in an answer, in bytes of UTF-8: names of keypoints may be in any script. */
const MAX_BYTES = 4000;

/** How the work went, without what was typed or where the pointer was: times in ms, and counts. */
export class Telemetry {
  #last = performance.now();
  #activeMs = 0;
  #scale = 0;
  #zoomedAt = 0;
  readonly #counts: Record<string, number> = {};
  readonly #pointMs: Record<string, number> = {};

  /** The worker did something, perhaps for a keypoint. */
  tick(point?: string): void {
    const now = performance.now();
    const spent = Math.round(Math.min(now - this.#last, IDLE_MS));
    this.#last = now;
    this.#activeMs += spent;
    if (point !== undefined) this.#pointMs[point] = (this.#pointMs[point] ?? 0) + spent;
  }

  count(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
  }

  /** The view has a scale; zooming on within half a second is one zoom, and the first view is none. */
  zoomed(scale: number): void {
    const now = performance.now();
    if (scale === this.#scale) return;
    if (this.#scale !== 0 && now - this.#zoomedAt > 500) this.count('zoom');
    this.#scale = scale;
    this.#zoomedAt = now;
  }

  /** `{activeMs, edits, undo, redo, zoom, loupe, ..., pointMs: {<keypoint>: ms}}`. */
  get summary(): object {
    const short = { activeMs: this.#activeMs, ...this.#counts };
    const full = { ...short, pointMs: this.#pointMs };
    return new Blob([JSON.stringify(full)]).size > MAX_BYTES ? short : full;
  }
}
