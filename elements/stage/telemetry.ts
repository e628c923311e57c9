/** A pause longer than this counts as this long: the worker has gone for coffee. */
const IDLE_MS = 5000;
/** Longest telemetry in an answer, in characters. */
const MAX_LENGTH = 4000;

/** How the work went, without what was typed or where the pointer was: times in ms, and counts. */
export class Telemetry {
  private last = performance.now();
  private activeMs = 0;
  private scale = 0;
  private zoomedAt = 0;
  private readonly counts: Record<string, number> = {};
  private readonly pointMs: Record<string, number> = {};

  /** The worker did something, perhaps for a keypoint. */
  tick(point?: string): void {
    const now = performance.now();
    const spent = Math.min(now - this.last, IDLE_MS);
    this.last = now;
    this.activeMs += spent;
    if (point !== undefined) this.pointMs[point] = (this.pointMs[point] ?? 0) + spent;
  }

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  /** The view has a scale; zooming on within half a second is one zoom, and the first view is none. */
  zoomed(scale: number): void {
    const now = performance.now();
    if (scale === this.scale) return;
    if (this.scale !== 0 && now - this.zoomedAt > 500) this.count('zoom');
    this.scale = scale;
    this.zoomedAt = now;
  }

  /** `{activeMs, edits, undo, redo, zoom, loupe, ..., pointMs: {<keypoint>: ms}}`. */
  get summary(): object {
    const points = Object.entries(this.pointMs).map(([name, ms]) => [name, Math.round(ms)] as const);
    const summary = { activeMs: Math.round(this.activeMs), ...this.counts };
    const full = { ...summary, pointMs: Object.fromEntries(points) };
    return points.length > 0 && JSON.stringify(full).length <= MAX_LENGTH ? full : summary;
  }
}
