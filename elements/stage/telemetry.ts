/** A pause longer than this counts as this long: the worker has gone for coffee. */
const IDLE_MS = 5000;
/** Largest telemetry in an answer, in bytes of UTF-8: names of keypoints may be in any script. */
const MAX_BYTES = 4000;

/** How the work went, without what was typed or where the pointer was: times in ms, and counts. */
export class Telemetry {
  #last = performance.now();
  #activeMs = 0;
  #zoomedAt = -Infinity;
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

  /** The worker has zoomed; going on within half a second is the same zoom. */
  zoomed(): void {
    const now = performance.now();
    if (now - this.#zoomedAt > 500) this.count('zoom');
    this.#zoomedAt = now;
  }

  /**
   * `{activeMs, edits, moves, undo, redo, zoom, loupe, ..., pointMs: {<keypoint>: ms}}`: of more keypoints than there
   * is room for, those that took longest.
   */
  get summary(): object {
    const points = Object.entries(this.#pointMs).sort(([, a], [, b]) => b - a);
    for (;;) {
      const summary = { activeMs: this.#activeMs, ...this.#counts, pointMs: Object.fromEntries(points) };
      if (new Blob([JSON.stringify(summary)]).size <= MAX_BYTES || !points.pop()) return summary;
    }
  }
}
