import { describe, expect, it } from 'vitest';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { parseContract } from '#contracts/parse.ts';
import { WorkerReliability } from '#contracts/worker-reliability.ts';
import type { AnsweredObject } from './answered-object.ts';
import { consolidateBoundingBoxBatch } from './bounding-box/consolidate-bounding-boxes.ts';
import { consolidateClassificationBatch } from './classification/consolidate-classifications.ts';
import { combineReliability } from './combine-reliability.ts';
import { consolidateKeypointBatch } from './keypoint/consolidate-keypoints.ts';

/** Equal numbers in [0, 1) every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

const size = { width: 1000, height: 1000 };
const workers = ['a', 'b', 'c', 'd', 'e'];

/** Two points of 80 images; worker "e" is twenty times as sloppy as the others, and "d" seven times. */
function poses(): AnsweredObject<KeypointAnswer>[] {
  const random = sequence(3);
  return Array.from({ length: 80 }, (_, id) => ({
    id: String(id).padStart(3, '0'),
    answers: workers.map((workerId) => {
      const sloppy = workerId === 'e' ? 40 : workerId === 'd' ? 14 : 2;
      const noise = () => (random() + random() + random() - 1.5) * sloppy;
      const keypoints = ['nose', 'tail'].map((label, k) => ({
        label,
        x: 300 + 200 * k + noise(),
        y: 500 + noise(),
      }));
      return { workerId, answer: { inputImageProperties: size, keypoints } };
    }),
  }));
}

describe('reliability that is carried from batch to batch', () => {
  it('makes the labels of small batches almost those of the whole job', () => {
    const objects = poses();
    const options = { method: 'em-swap' };
    const whole = consolidateKeypointBatch(objects, options);
    let carried: WorkerReliability | undefined;
    const late: number[] = [];
    for (let start = 0; start < objects.length; start += 10) {
      const batch = objects.slice(start, start + 10);
      const { results, reliability } = consolidateKeypointBatch(batch, { ...options, reliability: carried });
      carried = carried ? combineReliability(carried, reliability) : reliability;
      if (start < 40) continue;
      results.forEach(({ label }, index) => {
        label.annotations[0]?.keypoints.forEach(({ x, y }, k) => {
          const same = whole.results[start + index]?.label.annotations[0]?.keypoints[k];
          late.push(Math.hypot((x ?? 0) - (same?.x ?? 0), (y ?? 0) - (same?.y ?? 0)));
        });
      });
    }
    expect(carried?.objects).toBe(80);
    expect(late.reduce((sum, value) => sum + value, 0) / late.length).toBeLessThan(0.15);
    // The state tells the sloppy workers from the careful ones.
    const noise = (id: string) => (carried?.workers[id]?.[0] ?? 0) / (carried?.workers[id]?.[1] ?? 1);
    expect(noise('e')).toBeGreaterThan(5 * noise('d'));
    expect(noise('d')).toBeGreaterThan(5 * noise('a'));
  });

  it('is plain JSON that its contract accepts, and gives the same after a round trip', () => {
    const objects = poses();
    const { reliability } = consolidateKeypointBatch(objects, { method: 'em-swap' });
    const read = parseContract(WorkerReliability, JSON.parse(JSON.stringify(reliability)), 'state');
    expect(read).toEqual(reliability);
    const options = { method: 'em-swap', learn: false };
    const [one] = consolidateKeypointBatch(objects.slice(0, 1), { ...options, reliability }).results;
    const [two] = consolidateKeypointBatch(objects.slice(0, 1), { ...options, reliability: read }).results;
    expect(one).toEqual(two);
  });

  it('adds up to the same in any order, and refuses states of other things', () => {
    const objects = poses();
    const options = { method: 'em-swap' };
    const a = consolidateKeypointBatch(objects.slice(0, 40), options).reliability;
    const b = consolidateKeypointBatch(objects.slice(40), options).reliability;
    expect(combineReliability(a, b)).toEqual(combineReliability(b, a));
    expect(() => combineReliability(a, { ...b, names: ['tail', 'nose'] })).toThrow(/another names/);
    expect(() =>
      consolidateKeypointBatch(objects, { ...options, reliability: { ...a, task: 'classification' } }),
    ).toThrow(/another task/);
  });

  it('lets one answer be judged by what the worker is worth when nothing more is learned', () => {
    const random = sequence(9);
    const labels = ['cat', 'dog'];
    const vote = (right: boolean, truth: string) =>
      right ? truth : (labels[1 - labels.indexOf(truth)] ?? '');
    const objects = Array.from({ length: 200 }, (_, id) => {
      const truth = labels[id % 2] ?? '';
      const answers = ['good', 'fair', 'bad', 'worse'].map((workerId, w) => ({
        workerId,
        answer: { label: vote(random() < ([0.97, 0.8, 0.5, 0.45][w] ?? 0), truth) },
      }));
      return { id: String(id), answers };
    });
    const { reliability } = consolidateClassificationBatch(objects, { labels, method: 'hybrid' });
    const one = {
      id: 'new',
      answers: [
        { workerId: 'good', answer: { label: 'dog' } },
        { workerId: 'bad', answer: { label: 'cat' } },
        { workerId: 'worse', answer: { label: 'cat' } },
      ],
    };
    const options = { labels, method: 'hybrid', reliability, learn: false };
    expect(consolidateClassificationBatch([one], options).results[0]?.className).toBe('dog');
    expect(consolidateClassificationBatch([one], { labels }).results[0]?.className).toBe('cat');
  });

  it('draws a box where the exact worker drew it', () => {
    const random = sequence(5);
    const box = (sloppy: number) => ({
      left: 100 + sloppy * (random() - 0.5),
      top: 100 + sloppy * (random() - 0.5),
      width: 200 + sloppy * (random() - 0.5),
      height: 200 + sloppy * (random() - 0.5),
      label: 'boat',
    });
    const objects = Array.from({ length: 60 }, (_, id) => ({
      id: String(id),
      answers: ['exact', 'rough', 'rougher'].map((workerId, w) => ({
        workerId,
        answer: { inputImageProperties: size, boundingBoxes: [box([1, 60, 60][w] ?? 0)] },
      })),
    }));
    const { reliability } = consolidateBoundingBoxBatch(objects, { method: 'em-vote' });
    const [one] = objects.slice(0, 1);
    if (!one) throw new Error('no object');
    const { results } = consolidateBoundingBoxBatch([one], {
      method: 'em-vote',
      reliability,
      learn: false,
    });
    const [merged] = results[0]?.label.annotations ?? [];
    expect(Math.abs((merged?.left ?? 0) - 100)).toBeLessThanOrEqual(3);
    expect(Math.abs((merged?.width ?? 0) - 200)).toBeLessThanOrEqual(4);
  });
});
