import type { ImageSize } from '#contracts/geometry.ts';
import { numberKeysTo } from './number-keys-to.ts';
import { type OpenTask, picture } from './open-task.ts';

type Place = readonly [x: number, y: number];

/** The three ways in which a person works on a picture. Places are image pixels. */
export interface Hand {
  point(place: Place): Promise<void>;
  drag(from: Place, to: Place): Promise<void>;
}

export function mouse({ page, at }: OpenTask): Hand {
  return {
    async point([x, y]) {
      await page.mouse.click(...(await at(x, y)));
    },
    async drag(from, to) {
      await page.mouse.move(...(await at(...from)));
      await page.mouse.down();
      await page.mouse.move(...(await at((from[0] + to[0]) / 2, to[1])));
      await page.mouse.move(...(await at(...to)));
      await page.mouse.up();
    },
  };
}

export function finger({ cdp, at }: OpenTask): Hand {
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', place?: Place) => {
    const [x, y] = place ? await at(...place) : [0, 0];
    await cdp.send('Input.dispatchTouchEvent', { type, touchPoints: place ? [{ x, y }] : [] });
  };
  const stroke = async (places: readonly Place[]) => {
    for (const [index, place] of places.entries())
      await touch(index === 0 ? 'touchStart' : 'touchMove', place);
    await touch('touchEnd');
  };
  return {
    point: (place) => stroke([place]),
    drag: (from, to) => stroke([from, [(from[0] + to[0]) / 2, to[1]], to]),
  };
}

/**
 * Number keys that aim, and Enter.
 * @param keysTo the keys that bring the cross to a place
 */
export function keyboard({ page }: OpenTask, size: ImageSize = picture, keysTo = numberKeysTo): Hand {
  const point = async (place: Place) => {
    for (const key of [...keysTo(place, size), 'Enter']) await page.keyboard.press(key);
  };
  return {
    point,
    async drag(from, to) {
      // Where number keys choose labels, A makes them aim until the box is drawn.
      await page.keyboard.press('a');
      await point(from);
      await point(to);
    },
  };
}
