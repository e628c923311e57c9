import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { skeletons } from '#skeletons/registry.ts';
import { guessBoxes, guessKeypoints } from './guess-truth.ts';

const size = fc.record({
  width: fc.integer({ min: 50, max: 5000 }),
  height: fc.integer({ min: 50, max: 5000 }),
});

describe('guessing a truth where there is none', () => {
  it.each(Object.values(skeletons))('puts every keypoint of $name inside the image', (skeleton) => {
    fc.assert(
      fc.property(size, (image) => {
        const answer = KeypointAnswer.parse(guessKeypoints(skeleton, image));
        expect(answer.keypoints.map(({ label }) => label)).toEqual(
          skeleton.keypoints.map(({ name }) => name),
        );
        for (const { x, y } of answer.keypoints) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(image.width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(image.height);
        }
      }),
    );
  });

  it('spreads keypoints that have no rest position', () => {
    const skeleton = { name: 's', keypoints: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] };
    const { keypoints } = guessKeypoints(skeleton, { width: 100, height: 100 });
    expect(new Set(keypoints.map(({ x, y }) => `${x} ${y}`)).size).toBe(3);
  });

  it('draws the same boxes for every worker and others for another image', () => {
    const image = { width: 400, height: 300 };
    expect(guessBoxes(['boat', 'person'], image, 'a')).toEqual(guessBoxes(['boat', 'person'], image, 'a'));
    expect(guessBoxes(['boat'], image, 'a')).not.toEqual(guessBoxes(['boat'], image, 'b'));
  });

  it('keeps boxes inside the image', () => {
    fc.assert(
      fc.property(size, fc.string(), (image, key) => {
        const { boundingBoxes } = BoundingBoxAnswer.parse(guessBoxes(['a', 'b', 'c', 'd'], image, key));
        expect(boundingBoxes).toHaveLength(3);
        for (const box of boundingBoxes) {
          expect(box.left + box.width).toBeLessThanOrEqual(image.width);
          expect(box.top + box.height).toBeLessThanOrEqual(image.height);
        }
      }),
    );
  });
});
