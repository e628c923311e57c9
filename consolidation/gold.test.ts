import { describe, expect, it } from 'vitest';
import type { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { consolidateBoundingBoxBatch } from './bounding-box/consolidate-bounding-boxes.ts';
import { consolidateKeypointBatch } from './keypoint/consolidate-keypoints.ts';

const inputImageProperties = { width: 1000, height: 800 };
const workerIds = ['a', 'b', 'c', 'd', 'e'];
const names = ['nose', 'hip', 'tail', 'paw'];

/** Mulberry32: draws at a fixed stride are as random as all draws. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Expected calibration error over ten equal bins. */
function calibrationError(scored: readonly { confidence: number; right: boolean }[]): number {
  const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }));
  for (const { confidence, right } of scored) {
    const bin = bins[Math.min(9, Math.floor(10 * confidence))];
    if (!bin) continue;
    bin.sure += confidence;
    bin.right += Number(right);
  }
  return bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / scored.length;
}

/** One animal an image; in a third of them the whole crowd takes the same wrong spot for each point. */
function poses(count: number) {
  const random = sequence(5);
  return Array.from({ length: count }, (_, i) => {
    const at = (x: number, y: number): KeypointAnswer => ({
      inputImageProperties,
      keypoints: names.map((label, k) => ({ label, x: x + 60 * k, y: y + 90 * (k % 2) })),
    });
    const truth = at(200 + 300 * random(), 200 + 300 * random());
    const misled = truth.keypoints.map(() => (random() < 0.33 ? 40 : 0));
    const answers = workerIds.map((workerId) => ({
      workerId,
      answer: {
        inputImageProperties,
        keypoints: truth.keypoints.map(({ label, x, y }, k) => ({
          label,
          x: x + (misled[k] ?? 0) + 8 * (random() - 0.5),
          y: y + 8 * (random() - 0.5),
        })),
      },
    }));
    return { id: String(i), answers, truth };
  });
}

/** Two real boxes an image, and one that most of the crowd draws although it is nothing. */
function boxes(count: number) {
  const random = sequence(9);
  return Array.from({ length: count }, (_, i) => {
    const box = (left: number) => ({
      left,
      top: 100 + 300 * random(),
      width: 120,
      height: 90,
      label: 'bird',
    });
    const real = [box(50), box(350)];
    const shadow = box(700);
    const drawn = (own: (typeof real)[number]) => ({ ...own, left: own.left + 6 * (random() - 0.5) });
    const answers = workerIds.map((workerId) => ({
      workerId,
      answer: {
        inputImageProperties,
        boundingBoxes: [...real, ...(random() < 0.85 ? [shadow] : [])].map(drawn),
      },
    }));
    const truth: BoundingBoxAnswer = { inputImageProperties, boundingBoxes: real };
    return { id: String(i), answers, truth };
  });
}

function goldOf<Truth>(objects: readonly { id: string; truth: Truth }[], count: number): Map<string, Truth> {
  return new Map(objects.slice(0, count).map(({ id, truth }) => [id, truth]));
}

describe('known objects', () => {
  const animals = poses(160);
  const keypoints = (known: number) =>
    consolidateKeypointBatch(animals, { names, gold: goldOf(animals, known) }).results;
  const birds = boxes(120);
  const birdBoxes = (known: number) =>
    consolidateBoundingBoxBatch(birds, { gold: goldOf(birds, known) }).results;

  it('make the confidences of keypoints say how often the rest of the points are right', () => {
    const error = (known: number) =>
      calibrationError(
        keypoints(known).flatMap(({ label }, i) =>
          i < 60
            ? []
            : (label.annotations[0]?.keypoints ?? []).map(({ x, y, confidence }, k) => {
                const truth = animals[i]?.truth.keypoints[k];
                const off = Math.hypot((x ?? 0) - (truth?.x ?? 0), (y ?? 0) - (truth?.y ?? 0));
                return { confidence, right: off < 20 };
              }),
        ),
      );
    expect(error(0)).toBeGreaterThan(0.25);
    expect(error(60)).toBeLessThan(0.08);
  });

  it('make the confidences of boxes say how often the rest of the boxes are real', () => {
    const error = (known: number) =>
      calibrationError(
        birdBoxes(known).flatMap(({ label, objects }, i) =>
          i < 60
            ? []
            : label.annotations.map(({ left }, at) => ({
                confidence: objects[at]?.confidence ?? 0,
                right: left < 600,
              })),
        ),
      );
    // Not to nothing: no curve of two numbers falls from sure to never as steeply as these votes.
    expect(error(0)).toBeGreaterThan(0.25);
    expect(error(60)).toBeLessThan(0.6 * error(0));
  });

  it('move no point and no box', () => {
    const places = (known: number) =>
      keypoints(known).map(({ label }) =>
        label.annotations.map((own) => own.keypoints.map(({ x, y, sd }) => [x, y, sd])),
      );
    expect(places(60)).toEqual(places(0));
    expect(birdBoxes(60).map(({ label }) => label)).toEqual(birdBoxes(0).map(({ label }) => label));
  });

  it('change nothing while they hold fewer than fifty points or boxes', () => {
    expect(keypoints(12)).toEqual(keypoints(0));
    expect(birdBoxes(16)).toEqual(birdBoxes(0));
  });

  it('say that an animal is wrong which is not there', () => {
    const empty = new Map(
      animals.slice(0, 60).map(({ id }) => [id, { inputImageProperties, keypoints: [] }]),
    );
    const [result] = consolidateKeypointBatch(animals, { names, gold: empty }).results;
    expect(result?.objects[0]?.confidence).toBeLessThan(0.2);
  });
});
