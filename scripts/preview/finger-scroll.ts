/** A finger that moves less than this is still a tap, px. */
const SLOP = 10;

/** Whether a finger that pressed has moved far enough to scroll. */
export function isDragOf(start: { x: number; y: number }, place: { x: number; y: number }): boolean {
  return Math.hypot(place.x - start.x, place.y - start.y) > SLOP;
}

/**
 * What a finger scrolls that presses the innermost of these elements: the nearest that has more than it shows, unless
 * one on the way keeps touches for itself.
 */
export function scrollerOf(path: readonly EventTarget[]): Element | undefined {
  for (const element of path) {
    if (!(element instanceof Element)) continue;
    // A slider, a field of text and a list that opens move by themselves.
    if (element.matches('input, textarea, select')) return undefined;
    const { touchAction, overflowY } = getComputedStyle(element);
    if (touchAction !== 'auto' && !/pan-y|manipulation/.test(touchAction)) return undefined;
    if (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight) return element;
  }
  return undefined;
}
