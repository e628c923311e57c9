import { describe, expect, it } from 'vitest';
import { mouseTopView } from '#skeletons/mouse-top-view.ts';
import { seededRandom } from '../seeded-random.ts';
import { drawMouseImage } from './draw-mouse-image.ts';
import { mouseKeypoints } from './mouse-keypoints.ts';
import { poseMouse } from './mouse-pose.ts';

describe('drawing mice', () => {
  it('gives the same image and truth for the same index and seed', async () => {
    const [first, again, other] = await Promise.all([
      drawMouseImage({ index: 3, seed: 5 }),
      drawMouseImage({ index: 3, seed: 5 }),
      drawMouseImage({ index: 4, seed: 5 }),
    ]);
    expect(again.image.equals(first.image)).toBe(true);
    expect(again.truth).toEqual(first.truth);
    expect(other.truth).not.toEqual(first.truth);
  });

  it('marks two mice completely', async () => {
    const { truth } = await drawMouseImage({ index: 0, seed: 5 });
    const names = mouseTopView.keypoints.map(({ name }) => name);
    expect(truth.keypoints.map(({ label }) => label)).toEqual([...names, ...names]);
  });

  it('hides keypoints of one mouse only, and only where the mice overlap', async () => {
    for (let index = 0; index < 6; index++) {
      const { truth } = await drawMouseImage({ index, seed: 1 });
      const hidden = truth.keypoints.filter(({ visibility }) => visibility === 'occluded');
      expect(new Set(hidden.map(({ instance }) => instance)).size).toBeLessThanOrEqual(1);
    }
  }, 20_000);

  it('has left on the left of a mouse that looks up', () => {
    const pose = poseMouse({ x: 0, y: 0, heading: -Math.PI / 2 }, seededRandom('straight on'));
    const at = Object.fromEntries(mouseKeypoints(pose).map(({ label, x, y }) => [label, { x, y }]));
    expect(at['left_hip']?.x).toBeLessThan(at['right_hip']?.x ?? 0);
    expect(at['nose']?.y).toBeLessThan(at['tail_base']?.y ?? 0);
  });
});
