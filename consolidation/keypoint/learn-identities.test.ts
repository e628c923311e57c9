import { describe, expect, it } from 'vitest';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { AnsweredObject } from '../answered-object.ts';
import { consolidateKeypoints } from './consolidate-keypoints.ts';

const image = { width: 1000, height: 800 };
const names = ['nose', 'tail'];

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** A black mouse on the left and a white one on the right; some workers guess which is which. */
function job(images: number, crew: Record<string, number>): AnsweredObject<KeypointAnswer>[] {
  const random = sequence(11);
  return Array.from({ length: images }, (_, index) => ({
    id: `o${String(index).padStart(3, '0')}`,
    answers: Object.entries(crew).map(([workerId, exchanges]) => {
      const turned = random() < exchanges;
      const mouse = (instance: number, x: number) =>
        names.map((label, k) => ({ label, instance, x: x + 60 * k + random(), y: 300 + 9 * k + random() }));
      return {
        workerId,
        answer: {
          inputImageProperties: image,
          keypoints: [...mouse(1, 200), ...mouse(2, 600)],
          instances: [
            { id: 1, label: turned ? 'white' : 'black' },
            { id: 2, label: turned ? 'black' : 'white' },
          ],
        },
      };
    }),
  }));
}

/** Images in which black is on the left, and how sure the labels are. */
function merge(objects: AnsweredObject<KeypointAnswer>[]) {
  return consolidateKeypoints(objects, { names, classes: ['black', 'white'], method: 'median' }).map(
    ({ label: { annotations }, objects: beliefs }) => ({
      isRight: annotations.every(({ class_id, left }) => (class_id === 0 ? left < 400 : left > 400)),
      sure: Math.min(...beliefs.map(({ confidence }) => confidence)),
    }),
  );
}

describe('identities of animals', () => {
  it('are told by the worker who knows them, when two others only guess', () => {
    const crew = { knows: 0.02, alsoKnows: 0.02, guesses: 0.5, alsoGuesses: 0.5, 'guesses too': 0.5 };
    const results = merge(job(120, crew));
    // A majority is wrong whenever all three guess wrongly: 15 images.
    expect(results.filter(({ isRight }) => !isRight).length).toBeLessThanOrEqual(5);
  });

  it('are those of the majority where nothing can be learned', () => {
    const [first] = merge(job(1, { a: 0, b: 1, c: 0 }));
    expect(first?.isRight).toBe(true);
  });

  it('are less sure where good workers contradict each other', () => {
    const objects = [
      ...job(40, { a: 0, b: 0 }),
      ...job(1, { a: 0, b: 1 }).map((one) => ({ ...one, id: 'odd' })),
    ];
    const results = merge(objects);
    expect(results.at(-1)?.sure).toBeLessThan(0.6 * (results[0]?.sure ?? 0));
  });

  it('are the same in any order of workers and objects', () => {
    const objects = job(30, { a: 0.1, b: 0.3, c: 0.5 });
    const turned = objects.toReversed().map((one) => ({ ...one, answers: one.answers.toReversed() }));
    expect(merge(turned).toReversed()).toEqual(merge(objects));
  });
});
