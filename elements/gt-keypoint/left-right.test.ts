import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Skeleton } from '#contracts/skeleton.ts';
import type { Point } from '#geometry/view.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';
import { mouseTopView } from '#skeletons/mouse-top-view.ts';
import { mouseKeypoints } from '../../examples/mice/mouse-keypoints.ts';
import { poseMouse } from '../../examples/mice/mouse-pose.ts';
import { seededRandom } from '../../examples/seeded-random.ts';
import { swappedPairs } from './left-right.ts';

type Places = readonly (Point | undefined)[];

/** Places in the skeleton's order. */
const inOrder = (skeleton: Skeleton, points: readonly { label: string; x: number; y: number }[]): Places =>
  skeleton.keypoints.map(({ name }) => points.find(({ label }) => label === name));

function swap({ keypoints, pairs = [] }: Skeleton, places: Places, which: readonly number[]): Places {
  const swapped = [...places];
  for (const index of which) {
    const [left = 0, right = 0] = (pairs[index] ?? []).map((end) =>
      keypoints.findIndex(({ name }) => name === end),
    );
    [swapped[left], swapped[right]] = [places[right], places[left]];
  }
  return swapped;
}

/** The share of seeded swaps (each pair alone, then all) that are found, and of untouched poses with a warning. */
function measure(skeleton: Skeleton, poses: readonly Places[]) {
  const every = (skeleton.pairs ?? []).map((_, index) => index);
  const seeds = [...every.map((index) => [index]), every];
  let found = 0;
  let alarms = 0;
  for (const places of poses) {
    if (swappedPairs(skeleton, places).length > 0) alarms += 1;
    for (const seed of seeds) {
      const said = swappedPairs(skeleton, swap(skeleton, places, seed));
      if (said.join() === seed.join()) found += 1;
    }
  }
  return { recall: found / (poses.length * seeds.length), falseAlarms: alarms / poses.length };
}

describe('left and right', () => {
  it('swapped on drawn mice are found, with nothing said about the truth', () => {
    const random = seededRandom('left-right');
    const mice = Array.from({ length: 1000 }, () => {
      const heading = random.between(-Math.PI, Math.PI);
      return inOrder(mouseTopView, mouseKeypoints(poseMouse({ x: 400, y: 300, heading }, random)));
    });
    const { recall, falseAlarms } = measure(mouseTopView, mice);
    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(falseAlarms).toBeLessThanOrEqual(0.05);
  });

  it('of a cat seen from the side cannot be told, so nothing is ever said', () => {
    const lines = readFileSync(new URL('../../examples/cat-pose/truth.jsonl', import.meta.url), 'utf8');
    const cats = lines
      .trim()
      .split('\n')
      .map((line) => inOrder(catSideView, JSON.parse(line).answer.keypoints));
    expect(cats.length).toBeGreaterThan(10);
    expect(measure(catSideView, cats)).toEqual({ recall: 0, falseAlarms: 0 });
  });

  it.each(['workers3-swaps05', 'workers5-swaps10', 'workers7-swaps10'])(
    'swapped on the simulated poses %s are found',
    (name) => {
      const file = new URL(`../../../shared/data/keypoints/simulated/${name}.json`, import.meta.url);
      if (!existsSync(file)) {
        console.log(`Skipped: the simulated poses are not here (${name}.json).`);
        return;
      }
      const { skeleton, objects } = JSON.parse(readFileSync(file, 'utf8'));
      // This data's left is on the other side, as if seen from below: its first animal is the rest pose.
      const rig: Skeleton = {
        name,
        keypoints: skeleton.keypoints.map((point: string) => ({
          name: point,
          rest: objects[0].truth[point],
        })),
        pairs: skeleton.pairs,
        axis: ['tail base', 'nose'],
      };
      const poses: Places[] = objects.map(({ truth }: { truth: Record<string, [number, number]> }) =>
        rig.keypoints.map(({ name: point }) => truth[point] && { x: truth[point][0], y: truth[point][1] }),
      );
      const { recall, falseAlarms } = measure(rig, poses);
      expect(recall).toBeGreaterThanOrEqual(0.9);
      expect(falseAlarms).toBeLessThanOrEqual(0.05);
    },
  );

  it('are not judged before the axis and both sides are placed', () => {
    const [mouse = []] = [
      inOrder(
        mouseTopView,
        mouseKeypoints(poseMouse({ x: 0, y: 0, heading: 1 }, seededRandom('one'))).filter(
          ({ label }) => label !== 'nose',
        ),
      ),
    ];
    expect(swappedPairs(mouseTopView, swap(mouseTopView, mouse, [0, 1]))).toEqual([]);
  });
});
