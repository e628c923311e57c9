import type { CDPSession } from 'playwright-core';
import { seededRandom } from '../seeded-random.ts';
import { pause } from './one-core-browser.ts';

/** Milliseconds between two reports of a usual mouse: 125 in a second. */
const REPORT = 8;
/** Reports that may be on their way: in a frame at 60 a second there are two. */
const UNANSWERED = 2;
/** Milliseconds between two frames of a screen with 60 of them a second. */
const FRAME = 1000 / 60;

/**
 * A mouse that speaks to the browser directly. The one of playwright-core would, while a button is down, run scripts of
 * its own in the page with every move, and those would be counted as the page's.
 */
export class Hand {
  readonly #cdp: CDPSession;
  readonly #random = seededRandom(3);
  #held = false;

  constructor(cdp: CDPSession) {
    this.#cdp = cdp;
  }

  /** Returns when the page has handled the move, which is in its next frame. */
  async move(x: number, y: number): Promise<void> {
    await this.#send('mouseMoved', x, y, this.#held);
  }

  async down(x: number, y: number): Promise<void> {
    this.#held = true;
    await this.#send('mousePressed', x, y, true, 1);
  }

  async up(x: number, y: number): Promise<void> {
    this.#held = false;
    await this.#send('mouseReleased', x, y, false, 1);
  }

  /**
   * Moves along a path for so many milliseconds, with a report whenever a mouse would send one. It does not wait for
   * the page, but leaves a report out while two are unanswered: systems join those that nobody has asked for.
   */
  async follow(path: (step: number) => readonly [x: number, y: number], duration: number): Promise<void> {
    const unanswered = new Set<Promise<void>>();
    const start = performance.now();
    for (let step = 1; step * REPORT <= duration; step += 1) {
      if (unanswered.size < UNANSWERED) {
        const sent: Promise<void> = this.move(...path(step)).finally(() => unanswered.delete(sent));
        unanswered.add(sent);
      }
      const early = start + step * REPORT - performance.now();
      if (early > 0) await pause(early);
    }
    await Promise.all(unanswered);
  }

  async click(x: number, y: number): Promise<void> {
    await this.move(x, y);
    await this.down(x, y);
    await this.up(x, y);
  }

  async turnWheel(x: number, y: number, deltaY: number): Promise<void> {
    await this.#cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY });
  }

  /** Waits for about a frame, and not always as long, so that events come at every moment between two frames. */
  async rest(): Promise<void> {
    await pause(FRAME * (0.5 + this.#random()));
  }

  async #send(
    type: 'mouseMoved' | 'mousePressed' | 'mouseReleased',
    x: number,
    y: number,
    held: boolean,
    clickCount = 0,
  ): Promise<void> {
    const button = held || type === 'mouseReleased' ? 'left' : 'none';
    await this.#cdp.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button,
      buttons: held ? 1 : 0,
      clickCount,
    });
  }
}
