import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findData } from '../bench/find-data.ts';
import { additiveErrors, classErrors, errorCurve, type Split } from './plan/error-curve.ts';
import { planWorkers } from './plan-workers.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gtkit-plan-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Equal numbers in [0, 1) every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

async function writePayload(
  name: string,
  objects: number,
  workers: number,
  answer: (object: number) => unknown,
) {
  const file = join(folder, name);
  const payload = Array.from({ length: objects }, (_, id) => ({
    datasetObjectId: String(id),
    dataObject: { s3Uri: `s3://images/${id}.png` },
    annotations: Array.from({ length: workers }, (_, w) => ({
      workerId: `w${w}`,
      annotationData: { content: JSON.stringify({ annotatedResult: answer(id) }) },
    })),
  }));
  await writeFile(file, JSON.stringify(payload));
  return file;
}

const even = (workers: number, others: number, away: number): Split => ({
  workers,
  others,
  nested: false,
  byObject: [away, away, undefined],
});

describe('the error that disagreement tells', () => {
  it('is half of it for squared distances, and less than half for classes', () => {
    expect(additiveErrors.fromEqual(8)).toBe(4);
    // Two workers who are wrong one time in ten, in one of three ways, differ 18.7 % of the time.
    const k = 4 / 3;
    expect(classErrors(4).fromEqual(0.2 - k * 0.01)).toBeCloseTo(0.1, 10);
    expect(classErrors(4).fromOther(0.1 + 0.02 - k * 0.002, 0.02)).toBeCloseTo(0.1, 10);
    expect(classErrors(2).fromEqual(1)).toBe(0.5);
  });

  it('is continued as what vanishes with workers and what does not', () => {
    const curve = errorCurve(
      [1, 2, 3].map((n) => even(n, n, 2 * (1 + 12 / n))),
      additiveErrors,
      9,
    );
    [13, 7, 5, 4, 3.4].forEach((error, index) => {
      expect(curve[index]).toBeCloseTo(error, 8);
    });
  });

  it('never rises where it is continued, and is 0 where there is nothing', () => {
    expect(errorCurve([], additiveErrors, 3)).toEqual([0, 0, 0]);
    const curve = errorCurve([even(1, 1, 1), even(2, 2, 3)], additiveErrors, 5);
    expect(curve.slice(2).every((error, index) => error <= (curve[index + 1] ?? 0))).toBe(true);
  });
});

describe('a plan', () => {
  it('finds the error of poses whose noise is known', async () => {
    const random = sequence(4);
    // Three uniform draws: variance 1/4 each axis, times 8 squared; so 1 worker is 5.66 px away.
    const noise = () => (random() + random() + random() - 1.5) * 8;
    const pilot = await writePayload('poses.json', 150, 5, () => ({
      inputImageProperties: { width: 800, height: 600 },
      keypoints: ['nose', 'neck', 'tail'].map((label, k) => ({
        label,
        x: 200 + 90 * k + noise(),
        y: 300 + noise(),
      })),
    }));
    const plan = await planWorkers({ pilot, method: 'mean', objects: 1000, price: 0.1 });
    expect(plan).toMatchObject({
      task: 'keypoint',
      unit: 'px',
      pilot: { objects: 150, answersPerObject: 5, secondsPerAnswer: null },
    });
    expect(plan.rows).toHaveLength(9);
    for (const { workers, error, low, high, measured, answers, cost, hours } of plan.rows) {
      const known = 5.657 / Math.sqrt(workers);
      expect(Math.abs(error - known)).toBeLessThan(0.15 * known);
      expect(low).toBeLessThanOrEqual(error);
      expect(high).toBeGreaterThanOrEqual(error);
      expect({ measured, answers, cost, hours }).toEqual({
        measured: workers <= 5,
        answers: 1000 * workers,
        cost: 100 * workers,
        hours: null,
      });
    }
    const again = await planWorkers({ pilot, method: 'mean', objects: 1000, price: 0.1 });
    expect(again).toEqual(plan);
    const target = await planWorkers({ pilot, method: 'mean', target: 3.5 });
    expect(target.recommended).toBe(3);
    expect(target.recommendation).toMatch(/^Ask 3 workers per object: the expected error is 3\.\d+ px/);
    const far = await planWorkers({ pilot, method: 'mean', target: 0.1 });
    expect(far).toMatchObject({ recommended: null });
    expect(far.recommendation).toMatch(/No number of workers up to 9 reaches 0.10 px/);
  });

  it('finds how often a majority is wrong, and which objects are unsure', async () => {
    const random = sequence(8);
    const classes = ['cat', 'dog', 'fox'];
    const pilot = await writePayload('classes.json', 400, 5, (object) => ({
      // One of five answers is wrong, in one of two ways.
      label: classes[(object + (random() < 0.2 ? 1 + Math.floor(2 * random()) : 0)) % 3],
    }));
    const plan = await planWorkers({ pilot, method: 'majority', targetConfidence: 0.7 });
    expect(plan).toMatchObject({ task: 'classification', unit: 'wrong', targetConfidence: 0.7 });
    const [one, , three] = plan.rows;
    expect(Math.abs((one?.error ?? 0) - 0.2)).toBeLessThan(0.03);
    // Both others wrong, or one wrong and one wrong in another way and the tie lost.
    expect(Math.abs((three?.error ?? 0) - 0.1)).toBeLessThan(0.04);
    expect(plan.recommended).toBeGreaterThanOrEqual(3);
    expect(plan.needMore.length).toBeGreaterThan(10);
    expect(plan.needMore.length).toBeLessThan(160);
    expect(plan.needMore[0]).toMatchObject({
      sourceRef: expect.stringMatching(/^s3:\/\/images\//),
      answers: 5,
    });
    expect(plan.needMore.every(({ confidence }) => (confidence ?? 0) < 0.7)).toBe(true);
  });

  it('reads boxes, and says that equal ones need one worker', async () => {
    const pilot = await writePayload('boxes.json', 20, 4, (object) => ({
      inputImageProperties: { width: 100, height: 100 },
      boundingBoxes: [{ left: object, top: 5, width: 30, height: 30, label: 'boat' }],
    }));
    const plan = await planWorkers({ pilot });
    expect(plan).toMatchObject({ task: 'bounding-box', unit: 'overlap', recommended: 1 });
    expect(plan.rows[0]?.error).toBe(0);
  });

  it('says what a pilot lacks', async () => {
    const pair = await writePayload('pair.json', 10, 2, () => ({ label: 'cat' }));
    await expect(planWorkers({ pilot: pair })).rejects.toThrow(
      /at least three answers for most objects, found 2/,
    );
    const odd = await writePayload('odd.json', 10, 3, () => 'nothing');
    await expect(planWorkers({ pilot: odd })).rejects.toThrow(/No answer is one of poses, boxes or classes/);
    await writeFile(join(folder, 'text.json'), '{}');
    await expect(planWorkers({ pilot: join(folder, 'text.json') })).rejects.toThrow(/is no payload/);
    await expect(planWorkers({ pilot: join(folder, 'nowhere.json') })).rejects.toThrow(/There is no folder/);
  });

  it('reads a real job of 302 images from its folder', async ({ skip }) => {
    const birds = findData('birds');
    if (birds === undefined) {
      console.log('Skipped: the job of 302 birds is not on this machine.');
      skip();
      return;
    }
    const plan = await planWorkers({ pilot: birds, method: 'hybrid' });
    expect(plan).toMatchObject({ task: 'classification', pilot: { objects: 302, answersPerObject: 5 } });
    expect(plan.rows[0]?.error).toBeGreaterThan(plan.rows[3]?.error ?? 1);
  });
});
