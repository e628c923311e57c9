import type { OpenTask } from './open-task.ts';

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

/** What is held with an arrow, and how many pixels that moves the crosshair. */
export type ArrowStep = readonly [held: string, pixels: number];

/** Poses have number keys for the long way; boxes have Alt. */
export const poseSteps: readonly ArrowStep[] = [
  ['Shift+', 10],
  ['', 1],
];
export const boxSteps: readonly ArrowStep[] = [['Alt+', 100], ...poseSteps];

/**
 * Keys that move a crosshair, the largest steps first.
 * @param cross reads where the crosshair is
 */
export function keyboard({ page }: OpenTask, cross: () => Promise<Place>, steps: readonly ArrowStep[]): Hand {
  const walk = async (distance: number, [back, forth]: [string, string]) => {
    let left = distance;
    for (const [modifier, step] of steps) {
      // To the nearest step, not the last one before: 97 is 100 back 3.
      const times = Math.round(left / step);
      const key = `${modifier}${times < 0 ? back : forth}`;
      for (let count = 0; count < Math.abs(times); count += 1) await page.keyboard.press(key);
      left -= times * step;
    }
  };
  const point = async ([x, y]: Place) => {
    const [fromX, fromY] = await cross();
    await walk(x - fromX, ['ArrowLeft', 'ArrowRight']);
    await walk(y - fromY, ['ArrowUp', 'ArrowDown']);
    await page.keyboard.press('Enter');
  };
  return {
    point,
    async drag(from, to) {
      await point(from);
      await point(to);
    },
  };
}
